#include "web/applicants.hpp"

#include "core/csv.hpp"
#include "core/json_writer.hpp"
#include "core/text.hpp"
#include "person/person_columns.hpp"
#include "person/person_json.hpp"
#include "web/json_view.hpp"
#include "web/messages.hpp"
#include "web/wording.hpp"

#include <algorithm>

namespace badgewatch::web {

namespace {

using Cells = std::vector<std::string>;

std::optional<std::string_view> cell(const Cells& header, const Cells& cells,
                                     std::string_view column) {
  for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i)
    if (header[i] == column) return cells[i];
  return std::nullopt;
}

Applicant of_cells(const Cells& header, const Cells& cells, const std::string& purpose,
                   core::Date today) {
  Applicant applicant;
  const auto column = [&](std::string_view name) { return cell(header, cells, name); };
  const auto text = [&](std::string_view name) {
    return std::string(core::trim(column(name).value_or("")));
  };
  core::Problems problems;
  person::Warnings warnings;
  const auto subject = person::read_person_columns(column, {}, today, problems, warnings);
  applicant.case_reference = text("case_reference");
  applicant.name = subject.names.empty() ? "" : text("full_name");
  if (!subject.names.empty() && applicant.name.empty())
    applicant.name = text("given_names") + " " + text("family_name");
  for (const auto& one : problems)
    applicant.faults.push_back(one.pointer.substr(1) + ": " + one.detail);
  if (!applicant.faults.empty()) return applicant;
  const auto why = text("purpose");
  core::JsonWriter out;
  out.begin_object().member("case_reference", applicant.case_reference);
  out.member("purpose", why.empty() ? purpose : why).key("subject");
  person::write_person(out, subject);
  applicant.check = std::move(out.end_object()).take();
  return applicant;
}

Cells heading_of(const Cells& cells) {
  Cells heading;
  for (const auto& one : cells)
    heading.push_back(core::ascii_lower(core::trim(one)));
  return heading;
}

void read_csv(const http::RowChunk& chunk, Cells& header, const std::string& purpose,
              core::Date today, std::vector<Applicant>& all) {
  std::string_view text = chunk.text;
  while (!text.empty()) {
    auto cells = core::take_csv_record(text);
    if (cells && header.empty()) {
      header = heading_of(*cells);
      continue;
    }
    all.push_back(cells ? of_cells(header, *cells, purpose, today) : Applicant());
    if (!cells) all.back().faults.push_back(cells.error().detail());
    all.back().row = all.size();
  }
}

void read_lines(const http::RowChunk& chunk, std::vector<Applicant>& all) {
  for (const auto line : core::split(chunk.text, '\n')) {
    if (core::trim(line).empty()) continue;
    auto& one = all.emplace_back();
    one.row = all.size();
    const auto json = core::parse_json(line);
    if (!json) {
      one.faults.push_back(json.error().detail());
      continue;
    }
    const JsonView check(*json);
    one.case_reference = check["case_reference"].text();
    one.name = names_text(check["subject"]);
    one.check = std::string(core::trim(line));
  }
}

}  // namespace

std::string heading_fault(const RowsFile& file) {
  if (file.format != http::RowFormat::csv || file.chunks.empty()) return "";
  std::string_view text = file.chunks.front().text;
  const auto cells = core::take_csv_record(text);
  if (!cells) return cells.error().detail();
  const auto heading = heading_of(*cells);
  const auto has = [&](std::string_view column) {
    return std::find(heading.begin(), heading.end(), column) != heading.end();
  };
  std::vector<std::string> twice;
  for (const auto& one : heading)
    if (!one.empty() && std::count(heading.begin(), heading.end(), one) > 1 &&
        std::find(twice.begin(), twice.end(), one) == twice.end())
      twice.push_back(one);
  if (!twice.empty())
    return say("check_many.columns_twice", {{"columns", core::join(twice, ", ")}});
  std::vector<std::string> missing;
  if (!has("case_reference")) missing.emplace_back("case_reference");
  if (!has("full_name") && !has("family_name"))
    missing.push_back(
        say("check_many.column_or", {{"one", "full_name"}, {"other", "family_name"}}));
  return missing.empty()
             ? ""
             : say("check_many.columns_missing", {{"columns", core::join(missing, ", ")}});
}

std::vector<Applicant> read_applicants(const RowsFile& file, const std::string& purpose,
                                       core::Date today) {
  std::vector<Applicant> all;
  Cells header;
  for (const auto& chunk : file.chunks) {
    if (file.format == http::RowFormat::csv)
      read_csv(chunk, header, purpose, today, all);
    else
      read_lines(chunk, all);
  }
  return all;
}

}  // namespace badgewatch::web
