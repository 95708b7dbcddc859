#include "app/reference.hpp"

#include "core/json_reader.hpp"
#include "domain/succession.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

namespace badgewatch::app {
namespace {

constexpr std::string_view format = "badgewatch-reference/1";
constexpr std::string_view duties_division = "england-and-wales";
constexpr std::size_t most_records = 20'000;
constexpr std::size_t most_shares = 200'000;
constexpr std::size_t longest_text = 2'000;

core::Error bad_file(std::string_view kind, std::string_view what) {
  return {core::Errc::malformed,
          "The reference file \"" + std::string(kind) + "\" " + std::string(what)};
}

// The records of the list `list` in a file of `kind`; the head of the file is checked on the way.
core::JsonArray const* records(const core::Json& file, std::string_view kind, std::string_view list,
                               core::Problems& problems) {
  core::JsonReader reader(file, core::child_pointer("", kind), problems);
  if (!reader.is_object()) return nullptr;
  if (reader.string("format") != format) {
    reader.problem("format", "must be \"" + std::string(format) + "\"");
  }
  if (reader.string("kind") != kind) {
    reader.problem("kind", "must be \"" + std::string(kind) + "\"");
  }
  reader.date("version");
  if (!reader.required_member(list)) return nullptr;
  const core::JsonArray* found = reader.optional_array(list, most_records);
  if (found && found->empty()) reader.problem(list, "must have at least one record");
  return found;
}

std::string record_pointer(std::string_view kind, std::string_view list, std::size_t place) {
  return core::child_pointer(core::child_pointer(core::child_pointer("", kind), list),
                             std::to_string(place));
}

std::vector<std::string> texts(core::JsonReader& reader, std::string_view key,
                               std::size_t most = 100) {
  std::vector<std::string> out;
  const core::JsonArray* array = reader.optional_array(key, most);
  if (!array) return out;
  for (const core::Json& item : *array) {
    if (const std::string* text = item.string()) {
      out.push_back(*text);
    } else {
      reader.problem(key, "must be a list of texts");
    }
  }
  return out;
}

domain::Contact read_contact(const core::Json* json, const std::string& pointer,
                             core::Problems& problems) {
  if (!json) return {};
  core::JsonReader reader(*json, pointer, problems);
  if (!reader.is_object()) return {};
  return {.team = reader.optional_string("team", longest_text).value_or(""),
          .email = reader.optional_string("email", longest_text).value_or(""),
          .telephone = reader.optional_string("telephone", longest_text).value_or(""),
          .url = reader.optional_string("url", longest_text).value_or("")};
}

void check_order(core::JsonReader& reader, core::Date starts_on,
                 const std::optional<core::Date>& ends_on) {
  if (ends_on && *ends_on < starts_on) {
    reader.problem("ends_on", "must not be before starts_on");
  }
}

bool is_code(std::string_view code) {
  return code.size() >= 3 && code.size() <= 5 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

domain::Authority read_authority(const core::Json& json, const std::string& pointer,
                                 core::Problems& problems) {
  core::JsonReader reader(json, pointer, problems);
  domain::Authority out;
  if (!reader.is_object()) return out;
  out.code = reader.string("code");
  if (!out.code.empty() && !is_code(out.code)) {
    reader.problem("code", "must be 3 to 5 capital letters");
  }
  out.name = reader.string("name");
  const std::string nation = reader.string("nation");
  if (const auto known = domain::nation_named(nation)) {
    out.nation = *known;
  } else if (!nation.empty()) {
    reader.problem("nation", "must be one of england, wales, scotland, northern_ireland");
  }
  out.starts_on = reader.date("starts_on").value_or(core::Date());
  out.ends_on = reader.optional_date("ends_on");
  check_order(reader, out.starts_on, out.ends_on);
  out.successors = texts(reader, "successors");
  if (auto heir = reader.optional_string("records_to")) {
    if (std::find(out.successors.begin(), out.successors.end(), *heir) == out.successors.end())
      reader.problem("records_to", "must be one of successors");
    out.records_to = std::move(*heir);
  }
  out.aliases = texts(reader, "aliases");
  if (auto short_name = reader.optional_string("short_name")) {
    out.aliases.push_back(std::move(*short_name));
  }
  out.population = reader.optional_integer("population_2020", 0, 100'000'000).value_or(0);
  out.ask = read_contact(reader.member("ask"), reader.pointer_to("ask"), problems);
  return out;
}

// What went, or is to go, to others than the heirs. A former authority that is not there or a
// successor that is not one of its is a problem.
std::vector<domain::Share> read_shares(const core::Json& file,
                                       const std::vector<domain::Authority>& authorities,
                                       core::Problems& problems) {
  std::vector<domain::Share> out;
  core::JsonReader head(file, core::child_pointer("", divisions_kind), problems);
  const core::JsonArray* list =
      head.is_object() ? head.optional_array(divisions_kind, most_records) : nullptr;
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    core::JsonReader reader((*list)[i], record_pointer(divisions_kind, divisions_kind, i),
                            problems);
    if (!reader.is_object()) continue;
    const auto former = reader.string("former");
    const auto successor = reader.string("successor");
    const auto its = std::find_if(authorities.begin(), authorities.end(),
                                  [&](const auto& one) { return one.code == former; });
    if (its == authorities.end() || successor == domain::heir_of(*its) ||
        std::find(its->successors.begin(), its->successors.end(), successor) ==
            its->successors.end())
      reader.problem("successor", "must be one of successors of " + former +
                                      " in the file of authorities, and not its records_to");
    for (const auto& text : texts(reader, "records", most_shares)) {
      if (const auto id = core::Uuid::parse(text))
        out.push_back({former, *id, successor});
      else
        reader.problem("records", "must be ids");
    }
  }
  return out;
}

domain::Authorities read_authorities(const core::Json& file, const core::Json* divisions,
                                     core::Problems& problems) {
  constexpr std::string_view kind = "authorities";
  std::vector<domain::Authority> out;
  std::unordered_set<std::string> codes;
  const core::JsonArray* list = records(file, kind, kind, problems);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const std::string pointer = record_pointer(kind, kind, i);
    out.push_back(read_authority((*list)[i], pointer, problems));
    if (!out.back().code.empty() && !codes.insert(out.back().code).second) {
      problems.push_back({pointer + "/code", "is the code of an earlier record too"});
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const std::string& successor : out[i].successors) {
      if (codes.contains(successor)) continue;
      problems.push_back({record_pointer(kind, kind, i) + "/successors",
                          "must be codes of authorities in this file"});
    }
  }
  std::vector<domain::Share> shares;
  if (divisions) shares = read_shares(*divisions, out, problems);
  domain::Authorities authorities(std::move(out), std::move(shares));
  for (const auto& [place, why] : domain::wrong_successors(authorities))
    problems.push_back({record_pointer(kind, kind, place) + "/successors", why});
  return authorities;
}

core::WorkingDays read_calendar(const core::Json& file, core::Problems& problems) {
  constexpr std::string_view kind = "bank_holidays";
  core::Date from;
  core::Date to;
  if (const core::Json* covers = file.find("covers")) {
    core::JsonReader reader(*covers, "/bank_holidays/covers", problems);
    from = reader.date("from").value_or(from);
    to = reader.date("to").value_or(to);
    if (to < from) reader.problem("to", "must not be before from");
  } else {
    problems.push_back({"/bank_holidays/covers", "is required"});
  }
  std::set<core::Date> holidays;
  const core::JsonArray* list = records(file, kind, kind, problems);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    core::JsonReader reader((*list)[i], record_pointer(kind, kind, i), problems);
    if (!reader.is_object()) continue;
    const std::string division = reader.string("division");
    const auto day = reader.date("date");
    if (!day || division != duties_division) continue;
    if (*day < from || *day > to) reader.problem("date", "is outside covers");
    holidays.insert(*day);
  }
  if (list && holidays.empty()) {
    problems.push_back(
        {"/bank_holidays/bank_holidays", "must have the bank holidays of england-and-wales"});
  }
  return {std::move(holidays), from, to};
}

domain::Period read_period(const core::Json& json, const std::string& pointer,
                           core::Problems& problems) {
  core::JsonReader reader(json, pointer, problems);
  domain::Period out;
  if (!reader.is_object()) return out;
  out.name = reader.string("name");
  if (reader.required_member("amount")) {
    out.amount = static_cast<int>(reader.optional_integer("amount", 1, 1'000).value_or(0));
  }
  constexpr std::array units = {domain::PeriodUnit::working_days, domain::PeriodUnit::days,
                                domain::PeriodUnit::months, domain::PeriodUnit::years};
  const auto unit = reader.choice("unit", {"working_days", "days", "months", "years"});
  if (unit) out.unit = units.at(*unit);
  out.counts_first_day = reader.optional_boolean("counts_first_day").value_or(true);
  out.ends_on_working_day = reader.optional_boolean("ends_on_working_day").value_or(false);
  out.starts_on = reader.date("starts_on").value_or(core::Date());
  out.ends_on = reader.optional_date("ends_on");
  check_order(reader, out.starts_on, out.ends_on);
  out.basis = reader.string("basis", longest_text);
  return out;
}

bool overlap(const domain::Period& a, const domain::Period& b) {
  return (!a.ends_on || b.starts_on <= *a.ends_on) && (!b.ends_on || a.starts_on <= *b.ends_on);
}

domain::Periods read_periods(const core::Json& file, core::Problems& problems) {
  constexpr std::string_view kind = "statutory_periods";
  std::vector<domain::Period> out;
  const core::JsonArray* list = records(file, kind, "periods", problems);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const std::string pointer = record_pointer(kind, "periods", i);
    domain::Period period = read_period((*list)[i], pointer, problems);
    const bool clash = std::any_of(out.begin(), out.end(), [&](const domain::Period& other) {
      return other.name == period.name && overlap(other, period);
    });
    if (clash) {
      problems.push_back({pointer + "/starts_on", "is within an earlier record of this name"});
    }
    out.push_back(std::move(period));
  }
  return domain::Periods(std::move(out));
}

core::Result<core::Json> parse(const std::vector<ports::ReferenceFile>& files,
                               std::string_view kind) {
  const ports::ReferenceFile* found = nullptr;
  for (const ports::ReferenceFile& file : files) {
    if (file.kind != kind) continue;
    if (found) return bad_file(kind, "is there twice.");
    found = &file;
  }
  if (!found) return bad_file(kind, "is missing.");
  auto json = core::parse_json(found->text);
  if (!json) return bad_file(kind, "is no JSON: " + json.error().detail());
  return json;
}

// One sentence that names file and record, for whoever sees no more than that.
core::Error first_of(core::Problems problems) {
  const core::FieldProblem& first = problems.front();
  const std::size_t end = std::min(first.pointer.find('/', 1), first.pointer.size());
  std::string detail =
      "The reference file \"" + first.pointer.substr(1, end - 1) + "\" is wrong at " +
      (end < first.pointer.size() ? first.pointer.substr(end) : std::string("its root")) + ": " +
      first.detail;
  if (problems.size() > 1) {
    detail += " (" + std::to_string(problems.size() - 1) + " more.)";
  }
  return {core::Errc::invalid, std::move(detail), std::move(problems)};
}

}  // namespace

core::Result<Reference> read_reference(const std::vector<ports::ReferenceFile>& files) {
  const auto authorities = parse(files, "authorities");
  if (!authorities) return authorities.error();
  const auto holidays = parse(files, "bank_holidays");
  if (!holidays) return holidays.error();
  const auto periods = parse(files, "statutory_periods");
  if (!periods) return periods.error();

  // Only where an authority is divided.
  core::Json divisions;
  const bool is_any_divided = std::any_of(
      files.begin(), files.end(), [](const auto& file) { return file.kind == divisions_kind; });
  if (is_any_divided) {
    auto parsed = parse(files, divisions_kind);
    if (!parsed) return parsed.error();
    divisions = std::move(*parsed);
  }

  core::Problems problems;
  Reference out{.authorities =
                    read_authorities(*authorities, is_any_divided ? &divisions : nullptr, problems),
                .calendar = read_calendar(*holidays, problems),
                .periods = read_periods(*periods, problems)};
  if (!problems.empty()) return first_of(std::move(problems));
  return out;
}

core::Result<std::string> stated_version(std::string_view text) {
  const auto json = core::parse_json(text);
  if (!json) return json.error();
  const core::Json* version = json->find("version");
  const std::string* day = version ? version->string() : nullptr;
  if (!day || !core::Date::parse_iso(*day)) {
    return core::Error(core::Errc::malformed, "The file does not state its version.");
  }
  return *day;
}

}  // namespace badgewatch::app
