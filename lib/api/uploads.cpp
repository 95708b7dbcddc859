#include "api/uploads.hpp"

#include "api/checks.hpp"
#include "api/column_mappings.hpp"
#include "api/decision_rows.hpp"
#include "api/licence_rows.hpp"
#include "api/row_reader.hpp"
#include "api/row_results.hpp"
#include "http/media_type.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"

namespace badgewatch::api {

namespace {

core::Error unknown_type() {
  return {core::Errc::unsupported_media_type,
          "Send the rows as Content-Type application/x-ndjson or text/csv."};
}

// What both kinds of records share: read the rows, store the good ones together, answer each.
class RecordUpload : public http::RowUpload {
public:
  RecordUpload(Context& context, access::Credential credential, http::RowFormat format,
               MappingInUse mapping, const FileColumns& columns, std::string_view reference_name,
               bool is_preview = false)
      : context_(context),
        credential_(std::move(credential)),
        mapping_(std::move(mapping)),
        reader_(format, *mapping_, columns),
        results_(reference_name, is_preview) {}

  core::Result<std::string> take(http::RowChunk chunk) override {
    const auto rows = reader_.read(chunk);
    if (!rows) return rows.error();
    if (auto few = check_row_count(chunk.first_row + rows->size() - 1, context_.most_rows); !few)
      return few.error();
    const auto reference = context_.reference.get();
    const RowContext row_context{.authority = credential_.caller.authority,
                                 .authorities = reference->authorities,
                                 .mapping = *mapping_,
                                 .today = context_.today(),
                                 .may_import = credential_.may(access::Scope::import)};
    return store(*rows, row_context);
  }

  std::string finish() override { return results_.summary(); }

protected:
  virtual std::string store(const std::vector<Row>& rows, const RowContext& row_context) = 0;

  Context& context_;
  access::Credential credential_;
  const MappingInUse mapping_;
  RowReader reader_;
  RowResults results_;
};

class LicenceUpload final : public RecordUpload {
public:
  using RecordUpload::RecordUpload;

private:
  std::string store(const std::vector<Row>& rows, const RowContext& row_context) override {
    std::vector<LicenceRow> read;
    std::vector<ports::LicenceToPut> good;
    read.reserve(rows.size());
    for (const auto& row : rows) {
      read.push_back(read_licence_row(row, row_context));
      if (read.back().read) good.push_back({read.back().read->licence, {}});
    }
    const auto puts = context_.records.put_licences(credential_.caller, good);
    std::string lines;
    std::size_t next = 0;
    for (const auto& row : read) {
      if (!row.read)
        results_.reject(lines, row.number, row.licence_number, row.read.error());
      else
        answer(lines, row, puts[next++]);
    }
    return lines;
  }

  void answer(std::string& lines, const LicenceRow& row,
              const core::Result<ports::LicencePut>& put) {
    if (!put) return results_.reject(lines, row.number, row.licence_number, put.error());
    const auto outcome = put->outcome == ports::PutOutcome::created   ? RowOutcome::created
                         : put->outcome == ports::PutOutcome::updated ? RowOutcome::updated
                                                                      : RowOutcome::unchanged;
    results_.accept(lines, row.number, row.licence_number, outcome, {}, row.read->warnings);
  }
};

class DecisionUpload final : public RecordUpload {
public:
  using RecordUpload::RecordUpload;

private:
  std::string store(const std::vector<Row>& rows, const RowContext& row_context) override {
    std::vector<DecisionRow> read;
    std::vector<domain::Decision> good;
    read.reserve(rows.size());
    for (const auto& row : rows) {
      read.push_back(read_decision_row(row, row_context));
      if (read.back().read) good.push_back(read.back().read->decision);
    }
    const auto entered = context_.records.enter_decisions(credential_.caller, good);
    std::string lines;
    std::size_t next = 0;
    for (const auto& row : read) {
      if (!row.read)
        results_.reject(lines, row.number, row.your_reference, row.read.error());
      else
        answer(lines, row, entered[next++]);
    }
    return lines;
  }

  void answer(std::string& lines, const DecisionRow& row,
              const core::Result<ports::DecisionEntered>& entered) {
    if (!entered) return results_.reject(lines, row.number, row.your_reference, entered.error());
    if (entered->outcome == ports::EnterOutcome::reference_taken)
      return results_.reject(lines, row.number, row.your_reference,
                             {core::Errc::conflict,
                              "Another decision has this reference already, with other content.",
                              {{"/your_reference", "is the reference of another decision"}}});
    const auto outcome = entered->outcome == ports::EnterOutcome::entered ? RowOutcome::created
                                                                          : RowOutcome::unchanged;
    results_.accept(lines, row.number, row.your_reference, outcome, entered->record.id,
                    row.read->warnings);
  }
};

// What rows would be entered as. Nothing is.
class DecisionPreview final : public RecordUpload {
public:
  using RecordUpload::RecordUpload;

private:
  static constexpr std::size_t most_shown = 20;

  std::string store(const std::vector<Row>& rows, const RowContext& row_context) override {
    std::string lines;
    for (const auto& row : rows) {
      const auto read = read_decision_row(row, row_context);
      if (!read.read) {
        results_.reject(lines, read.number, read.your_reference, read.read.error());
        continue;
      }
      const bool is_shown = shown_ < most_shown;
      if (is_shown) ++shown_;
      results_.show(lines, read.number, read.your_reference, "decision",
                    is_shown ? decision_text(read.read->decision) : "", read.read->warnings);
    }
    return lines;
  }

  std::size_t shown_ = 0;
};

}  // namespace

OpenedUpload upload_licences(Context& context, access::Credential credential,
                             const http::RequestHead& head) {
  const auto format = http::row_format(head.headers);
  if (!format) return http::problem(unknown_type());
  const auto query = http::parse_query(head.query, {"mapping"});
  if (!query) return http::problem(query.error());
  const auto mapping = mapping_for(context, credential.caller, FileKind::licences,
                                   query->find("mapping").value_or("default"));
  if (!mapping) return http::problem(mapping.error());
  return http::Service::Upload{
      *format, std::make_unique<LicenceUpload>(context, std::move(credential), *format, *mapping,
                                               licence_file_columns(), "licence_number")};
}

OpenedUpload upload_decisions(Context& context, access::Credential credential,
                              const http::RequestHead& head) {
  const auto format = http::row_format(head.headers);
  if (!format) return http::problem(unknown_type());
  const auto query = http::parse_query(head.query, {"mapping", "preview"});
  if (!query) return http::problem(query.error());
  const auto preview = query->find("preview").value_or("false");
  if (preview != "true" && preview != "false")
    return http::problem({core::Errc::malformed, "`preview` must be one of true, false."});
  const auto mapping = mapping_for(context, credential.caller, FileKind::decisions,
                                   query->find("mapping").value_or("default"));
  if (!mapping) return http::problem(mapping.error());
  const auto& columns = decision_file_columns();
  if (preview == "true")
    return http::Service::Upload{
        *format, std::make_unique<DecisionPreview>(context, std::move(credential), *format,
                                                   *mapping, columns, "your_reference", true)};
  return http::Service::Upload{
      *format, std::make_unique<DecisionUpload>(context, std::move(credential), *format, *mapping,
                                                columns, "your_reference")};
}

OpenedUpload upload_checks(Context& context, access::Credential credential,
                           const http::RequestHead& head) {
  const auto format = http::row_format(head.headers);
  if (format != http::RowFormat::ndjson)
    return http::problem(
        {core::Errc::unsupported_media_type, "Send the rows as application/x-ndjson."});
  return http::Service::Upload{*format, check_upload(context, std::move(credential))};
}

}  // namespace badgewatch::api
