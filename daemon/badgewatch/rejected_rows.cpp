#include "badgewatch/rejected_rows.hpp"

#include "client/text_table.hpp"

namespace badgewatch::cli {
namespace {

constexpr std::uint64_t listed = 20;

std::string text_of(const core::Json& json, std::string_view key) {
  const core::Json* member = json.find(key);
  if (member == nullptr) return "";
  if (const std::int64_t* number = member->integer()) return std::to_string(*number);
  return member->string() != nullptr ? client::printable(*member->string()) : "";
}

// "holder/date_of_birth" of "/holder/date_of_birth"; a CSV's pointers are its columns.
std::string field_of(const core::Json& error) {
  const std::string pointer = text_of(error, "pointer");
  return pointer.starts_with('/') ? pointer.substr(1) : pointer;
}

}  // namespace

std::string rejected_row_text(const core::Json& row) {
  std::string lead = "  row " + text_of(row, "row");
  std::string known_as = text_of(row, "licence_number");
  if (known_as.empty()) known_as = text_of(row, "your_reference");
  if (!known_as.empty()) lead += " (" + known_as + ")";
  lead += "  ";
  const core::Json* problem = row.find("problem");
  if (problem == nullptr) return client::paragraph(lead, "rejected");
  const core::Json* errors = problem->find("errors");
  if (errors == nullptr || errors->array() == nullptr || errors->array()->empty())
    return client::paragraph(lead, text_of(*problem, "detail"));
  std::string out;
  for (const core::Json& error : *errors->array()) {
    out += client::paragraph(lead, field_of(error) + ": " + text_of(error, "detail"));
    lead = client::padded("", lead.size());
  }
  return out;
}

core::Result<bool> RejectedRows::open(const std::string& path) {
  if (path.empty()) return false;
  path_ = path;
  file_.open(path, std::ios::trunc);
  if (!file_) return core::Error(core::Errc::invalid, "The report file cannot be written.");
  return true;
}

void RejectedRows::take(const core::Json& row, std::string_view line) {
  if (++count_ <= listed) first_ += rejected_row_text(row);
  if (file_.is_open()) file_ << line << '\n';
}

std::string RejectedRows::text() const {
  if (count_ <= listed) return first_;
  const std::string where = path_.empty() ? "name a file with --report to have them all" : path_;
  return first_ + "  and " + client::with_commas(count_ - listed) + " more: " + where + '\n';
}

bool RejectedRows::written() {
  if (!file_.is_open()) return true;
  file_.flush();
  return file_.good();
}

}  // namespace badgewatch::cli
