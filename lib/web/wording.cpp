#include "web/wording.hpp"

#include "core/date.hpp"
#include "core/text.hpp"
#include "core/uuid.hpp"
#include "domain/succession.hpp"
#include "web/messages.hpp"

namespace badgewatch::web {

namespace {

std::string month_text(std::string_view digits) {
  return say_of("month.", digits);
}

}  // namespace

std::string day_text(std::string_view iso) {
  if (const auto date = core::Date::parse_iso(iso))
    return std::to_string(date->day()) + " " + month_text(iso.substr(5, 2)) + " " +
           std::to_string(date->year());
  const bool has_month = iso.size() == 7 && iso[4] == '-';
  return has_month ? month_text(iso.substr(5)) + " " + std::string(iso.substr(0, 4))
                   : std::string(iso);
}

std::string time_text(const std::string& instant) {
  core::Instant at;
  return core::parse_instant(instant, at) ? core::uk_time_text(at) : instant;
}

std::string authority_text(const Visit& visit, std::string_view code, std::string_view record) {
  const auto reference = visit.parts.reference.get();
  return domain::name_on(reference->authorities, code, visit.today(), core::Uuid::parse(record));
}

std::string name_text(const JsonView& name) {
  auto text = name["full"].text();
  if (!text.empty()) return text;
  text = name["given"].text();
  return text + (text.empty() || name["family"].text().empty() ? "" : " ") + name["family"].text();
}

std::string names_text(const JsonView& person) {
  std::string all;
  for (const auto& item : person["names"].items()) {
    const JsonView name(item);
    auto text = name_text(name);
    const auto kind = name["kind"].text();
    if (!kind.empty() && kind != "current") text += " (" + say_of("name_kind.", kind) + ")";
    all += (all.empty() ? "" : "; ") + text;
  }
  return all;
}

std::string addresses_text(const JsonView& person) {
  std::string all;
  for (const auto& item : person["addresses"].items()) {
    const JsonView address(item);
    std::string text;
    for (const auto& line : address["lines"].items())
      text += (text.empty() ? "" : ", ") + JsonView(line).text();
    const auto postcode = address["postcode"].text();
    if (!postcode.empty()) text += (text.empty() ? "" : ", ") + postcode;
    all += (all.empty() ? "" : "; ") + text;
  }
  return all;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : core::trim(text)) {
    const bool is_break = c == '\n' || c == '\r' || c == '\t';
    if (!is_break)
      line += c;
    else if (!line.ends_with(' '))
      line += ' ';
  }
  return line;
}

std::string id_in(const Visit& visit, std::string_view name) {
  const auto id = core::Uuid::parse(visit.path.at(name));
  return id ? id->text() : "";
}

}  // namespace badgewatch::web
