#include "api/rosters.hpp"

#include "api/answers.hpp"
#include "api/column_mappings.hpp"
#include "api/nation_calls.hpp"
#include "api/roster_rows.hpp"
#include "api/row_reader.hpp"
#include "core/json_reader.hpp"
#include "http/media_type.hpp"
#include "http/query.hpp"

#include <charconv>

namespace badgewatch::api {

namespace {

constexpr std::int64_t most_rows_named = 10'000'000;

// What the address says of the roster: its day, how many rows it has, and of which form they are.
struct Announced {
  core::Date as_of;
  std::int64_t rows = 0;
  bool is_hashed = false;
  std::string mapping = "default";
};

core::Result<Announced> read_announced(const http::RequestHead& head) {
  const auto query = http::parse_query(head.query, {"as_of", "rows", "form", "mapping"});
  if (!query) return query.error();
  Announced announced;
  core::Problems problems;
  const auto as_of = core::Date::parse_iso(query->find("as_of").value_or(""));
  if (!as_of)
    problems.push_back({"/as_of", "must be the day on which the roster stood, as 2026-11-24"});
  announced.as_of = as_of.value_or(core::Date());
  const auto rows = query->find("rows").value_or("");
  const auto [end, error] = std::from_chars(rows.data(), rows.data() + rows.size(), announced.rows);
  if (error != std::errc() || end != rows.data() + rows.size() || announced.rows < 0)
    problems.push_back({"/rows", "must say how many rows the roster has"});
  const auto form = query->find("form").value_or("licences");
  if (form != "licences" && form != "hashes")
    problems.push_back({"/form", "must be one of licences, hashes"});
  announced.is_hashed = form == "hashes";
  announced.mapping = query->find("mapping").value_or("default");
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return announced;
}

void write_counts(core::JsonWriter& out, const ports::Roster& roster) {
  const auto& counts = roster.counts;
  out.member("roster", roster.id.text()).member("as_of", roster.as_of.iso());
  out.member("state", domain::name_of(roster.state)).member("rows", counts.rows);
  out.member("same", counts.same).member("different", counts.different);
  out.member("missing", counts.missing).member("stale", counts.stale);
  out.member("extra", counts.extra);
}

void write_line(std::string& lines, core::JsonWriter&& out) {
  lines += std::move(out).take();
  lines += '\n';
}

// Nothing of it counts until all of it came; what is wrong in it ends it, with the row.
class RosterUpload final : public http::RowUpload {
public:
  RosterUpload(Context& context, access::Credential credential, http::RowFormat format,
               MappingInUse mapping, const Announced& announced, ports::Roster roster)
      : context_(context),
        credential_(std::move(credential)),
        mapping_(std::move(mapping)),
        announced_(announced),
        roster_(std::move(roster)),
        reader_(format, *mapping_,
                announced.is_hashed ? roster_hash_columns() : licence_file_columns()) {}

  // What is refused is forgotten; what was cut off counts for nothing, and goes with the next one.
  core::Result<std::string> take(http::RowChunk chunk) override {
    auto lines = take_rows(std::move(chunk));
    if (!lines) context_.nation.rosters.forget(credential_.caller, roster_.id);
    return lines;
  }

  std::string finish() override { return std::move(summary_); }

private:
  core::Result<std::string> take_rows(http::RowChunk chunk) {
    const bool is_last = chunk.last;
    const auto rows = reader_.read(chunk);
    if (!rows) return rows.error();
    if (auto few = check_row_count(chunk.first_row + rows->size() - 1, context_.most_rows); !few)
      return few.error();
    std::string lines;
    if (!rows->empty())
      if (auto done = compare(*rows, lines); !done) return done.error();
    if (!is_last) return lines;
    if (rows_ != announced_.rows)
      return core::Error(core::Errc::invalid,
                         "The roster was to have " + std::to_string(announced_.rows) +
                             " rows, and has " + std::to_string(rows_) +
                             ": it was cut off, or another one is meant. It was not taken.",
                         {{"/rows/" + std::to_string(rows_), "is the last row that came"}});
    if (auto done = finish_roster(lines); !done) return done.error();
    return lines;
  }

  core::Result<void> compare(const std::vector<Row>& rows, std::string& lines) {
    const auto reference = context_.reference.get();
    const RowContext row_context{.authority = credential_.caller.authority,
                                 .authorities = reference->authorities,
                                 .mapping = *mapping_,
                                 .today = context_.today(),
                                 .may_import = false};
    std::vector<ports::RosterRow> read;
    for (const auto& row : rows) {
      auto one = read_roster_row(row, row_context, announced_.is_hashed);
      if (!one) return one.error();
      read.push_back(std::move(*one));
    }
    const auto results = context_.nation.rosters.compare(credential_.caller, roster_, read);
    if (!results) return results.error();
    rows_ += static_cast<std::int64_t>(rows.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      const auto& result = (*results)[i];
      core::JsonWriter out;
      out.begin_object().member("row", read[i].row);
      out.member("licence_number", read[i].licence.licence_number);
      out.member("result", domain::name_of(result.verdict));
      if (!result.fields.empty()) {
        out.key("fields").begin_array();
        for (const auto& field : result.fields)
          out.value(field);
        out.end_array();
      }
      write_line(lines, std::move(out.end_object()));
    }
    return {};
  }

  core::Result<void> finish_roster(std::string& lines) {
    const auto compared = context_.nation.rosters.finish(credential_.caller, roster_.id);
    if (!compared) return compared.error();
    for (const auto& extra : compared->extras) {
      core::JsonWriter out;
      out.begin_object().member("row", nullptr).member("licence_number", extra.licence_number);
      write_line(lines, std::move(out.member("result", "extra").end_object()));
    }
    core::JsonWriter out;
    out.begin_object().key("summary").begin_object();
    write_counts(out, compared->roster);
    write_line(summary_, std::move(out.end_object().end_object()));
    return {};
  }

  Context& context_;
  access::Credential credential_;
  const MappingInUse mapping_;
  const Announced announced_;
  ports::Roster roster_;
  RowReader reader_;
  std::int64_t rows_ = 0;
  std::string summary_;
};

core::Result<app::RosterWish> read_wish(const http::Request& request) {
  const auto json = json_body(request);
  if (!json) return json.error();
  core::Problems problems;
  core::JsonReader reader(*json, "", problems);
  const auto count = [&](const char* name) -> std::int64_t {
    if (reader.required_member(name) == nullptr) return 0;
    return reader.optional_integer(name, 0, most_rows_named).value_or(0);
  };
  app::RosterWish wish;
  wish.different = count("different");
  wish.missing = count("missing");
  wish.extra = count("extra");
  // Said outright, though it is that they stay as they are.
  if (reader.required_member("extra_becomes") != nullptr) {
    const auto becomes = reader.choice("extra_becomes", {"unchanged", "expired", "surrendered"});
    if (becomes == 1) wish.extra_becomes = domain::LicenceStatus::expired;
    if (becomes == 2) wish.extra_becomes = domain::LicenceStatus::surrendered;
  }
  reader.finish();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  return wish;
}

http::Response answer(const core::Result<ports::Roster>& roster) {
  if (!roster) return http::problem(roster.error());
  core::JsonWriter out;
  out.begin_object();
  write_counts(out, *roster);
  out.member("made_at", core::to_text(roster->made_at)).key("extra_becomes");
  if (roster->extra_becomes)
    out.value(domain::name_of(*roster->extra_becomes));
  else
    out.value(nullptr);
  return json_answer(200, std::move(out.end_object()).take());
}

http::Response no_such_roster() {
  return http::problem({core::Errc::not_found, "There is no such roster of yours."});
}

}  // namespace

OpenedUpload upload_roster(Context& context, access::Credential credential,
                           const http::RequestHead& head) {
  const auto format = http::row_format(head.headers);
  if (!format)
    return http::problem({core::Errc::unsupported_media_type,
                          "Send the rows as Content-Type application/x-ndjson or text/csv."});
  const auto announced = read_announced(head);
  if (!announced) return http::problem(announced.error());
  const auto mapping =
      mapping_for(context, credential.caller, FileKind::licences, announced->mapping);
  if (!mapping) return http::problem(mapping.error());
  static const auto hash_mapping = ColumnMapping::of_own_names(roster_hash_columns().known);
  auto roster =
      context.nation.rosters.begin(credential.caller, announced->as_of, announced->is_hashed);
  if (!roster) return http::problem(roster.error());
  return http::Service::Upload{*format, std::make_unique<RosterUpload>(
                                            context, std::move(credential), *format,
                                            announced->is_hashed ? in_use(hash_mapping) : *mapping,
                                            *announced, std::move(*roster))};
}

http::Response get_roster(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return no_such_roster();
  return answer(context.nation.rosters.find(call.caller(), *id));
}

http::Response post_roster_application(Context& context, const Call& call) {
  const auto id = core::Uuid::parse(call.path.at("id"));
  if (!id) return no_such_roster();
  const auto wish = read_wish(call.request);
  if (!wish) return http::problem(wish.error());
  return answer(context.nation.rosters.apply(call.caller(), *id, *wish));
}

}  // namespace badgewatch::api
