// The printable page. Every value goes through text(); the charts are drawn here and say in words
// what they show.
#include "api/html_text.hpp"
#include "api/register_report_text.hpp"

#include <algorithm>
#include <cmath>

namespace badgewatch::api {

namespace {

constexpr std::string_view style =
    "body{font:16px/1.45 Arial,Helvetica,sans-serif;color:#0b0c0c;margin:2rem auto;max-width:62rem;"
    "padding:0 1rem}h1{font-size:1.9rem;margin:0 0 .3rem}h2{font-size:1.35rem;margin:2.2rem 0 "
    ".5rem;"
    "break-after:avoid}p{max-width:44rem}.meta{color:#505a5f}table{border-collapse:collapse;"
    "width:100%}caption{text-align:left;color:#505a5f;padding-bottom:.4rem}th,td{text-align:left;"
    "vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid #b1b4b6}"
    "td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "thead th{border-bottom:2px solid #0b0c0c}tr{break-inside:avoid}svg{display:block}"
    ".key span{display:inline-block;width:1em;height:.7em;margin:0 .35em 0 1em}"
    ".scroll{overflow-x:auto}@media print{body{margin:0;max-width:none;font-size:11pt}"
    ".scroll{overflow:visible}}";

constexpr std::string_view own_colour = "#1d70b8";
constexpr std::string_view national_colour = "#b1b4b6";

std::string text(std::string_view value) {
  return html_text(value);
}

std::string with_commas(std::int64_t number) {
  auto digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string number_of(const std::optional<std::int64_t>& number) {
  return number ? with_commas(*number) : "few";
}

// Of what there are some, never "0 %"; of what some lack, never "100 %".
std::string percent(const std::optional<double>& part) {
  if (!part) return "\xE2\x80\x93";
  const auto tenths = std::lround(*part * 1000);
  if (*part > 0 && tenths == 0) return "under 0.1 %";
  if (*part < 1 && tenths >= 1000) return "over 99.9 %";
  const auto tenth = std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
  return tenths == 1000 || tenths == 0 ? std::to_string(tenths / 10) + " %" : tenth;
}

std::string bar(double y, const std::optional<double>& part, std::string_view colour) {
  if (!part) return {};
  const auto width = std::clamp(*part, 0.0, 1.0) * 200;
  return "<rect x=\"0\" y=\"" + std::to_string(static_cast<int>(y)) + "\" height=\"8\" width=\"" +
         std::to_string(std::max(width, *part > 0 ? 1.0 : 0.0)) + "\" fill=\"" +
         std::string(colour) + "\"/>";
}

std::string bars(const app::ReportLine& line) {
  const auto own = line.own.part(), national = line.national.part();
  const auto words = "Yours " + percent(own) + ", nation " + percent(national);
  return "<svg role=\"img\" width=\"200\" height=\"20\" viewBox=\"0 0 200 20\" aria-label=\"" +
         text(words) + "\"><title>" + text(words) +
         "</title><rect x=\"0\" y=\"0\" width=\"200\" height=\"20\" fill=\"#f3f2f1\"/>" +
         bar(1, own, own_colour) + bar(11, national, national_colour) + "</svg>";
}

// Runs from left to right, the newest last.
std::string trend(const app::ReportLine& line) {
  auto parts = line.earlier;
  parts.push_back(line.own.part());
  if (parts.size() < 2) return "<span class=\"meta\">first run</span>";
  std::string points;
  const auto step = 110.0 / static_cast<double>(parts.size() - 1);
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i])
      points += std::to_string(5 + step * static_cast<double>(i)) + ',' +
                std::to_string(22 - std::clamp(*parts[i], 0.0, 1.0) * 19) + ' ';
  const auto words = "From " + percent(parts.front()) + " to " + percent(parts.back()) + " in " +
                     std::to_string(parts.size()) + " runs";
  return "<svg role=\"img\" width=\"120\" height=\"25\" viewBox=\"0 0 120 25\" aria-label=\"" +
         text(words) + "\"><title>" + text(words) +
         "</title><line x1=\"0\" y1=\"22\" x2=\"120\" y2=\"22\" stroke=\"#b1b4b6\"/>"
         "<polyline fill=\"none\" stroke=\"#1d70b8\" stroke-width=\"2\" points=\"" +
         points + "\"/></svg>";
}

std::string row_of(const app::ReportLine& line) {
  return "<tr><th scope=\"row\">" + text(line.figure->label) + "</th><td class=\"n\">" +
         number_of(line.own.some) + " of " + number_of(line.own.all) + "</td><td class=\"n\">" +
         percent(line.own.part()) + "</td><td class=\"n\">" + percent(line.national.part()) +
         "</td><td>" + bars(line) + "</td><td>" + trend(line) + "</td></tr>";
}

std::string explanation(domain::FigureSection section) {
  using enum domain::FigureSection;
  switch (section) {
    case loopholes:
      return "Each is a question for an officer and no finding about a person. Two people are "
             "taken "
             "for one where an identifier is equal and name or date of birth agree. Your own "
             "region "
             "is where most of your licensees live.";
    case completeness:
      return "Of your licences that are current, suspended or applied for, how many hold each "
             "field. "
             "What is missing cannot match.";
    case impossible:
      return "Each is most likely a slip of the pen or of an import. Correct it in your own "
             "system; "
             "the next push corrects it here.";
  }
  return {};
}

std::string section_of(const app::RegisterReport& report, domain::FigureSection section) {
  std::string html = "<h2>" + text(domain::title_of(section)) + "</h2><p>" +
                     text(explanation(section)) +
                     "</p><div class=\"scroll\"><table><caption>Share of each; <q>few</q> and "
                     "\xE2\x80\x93 stand for what is too small to be told, or for "
                     "nothing.</caption><thead><tr><th scope=\"col\">Figure</th><th scope=\"col\" "
                     "class=\"n\">Count</th><th scope=\"col\" class=\"n\">Yours</th><th "
                     "scope=\"col\" class=\"n\">Nation</th><th scope=\"col\">Compared</th><th "
                     "scope=\"col\">Over time</th></tr></thead><tbody>";
  for (const auto& line : report.lines)
    if (line.figure->section == section) html += row_of(line);
  return html + "</tbody></table></div>";
}

// The three that say the most, of each authority.
std::string authorities_of(const app::RegisterReport& report) {
  if (report.authorities.empty()) return {};
  const auto figures = domain::register_figures();
  std::string html =
      "<h2>Each authority</h2><p>Counts under " + std::to_string(domain::fewest_shown) +
      " stand as <q>few</q>; the CSV holds every figure.</p><div class=\"scroll\"><table>"
      "<thead><tr><th scope=\"col\">Authority</th>";
  for (const auto& figure : figures)
    if (figure.section == domain::FigureSection::loopholes)
      html += "<th scope=\"col\" class=\"n\">" + text(figure.label) + "</th>";
  html += "</tr></thead><tbody>";
  for (const auto& authority : report.authorities) {
    html += "<tr><th scope=\"row\">" + text(authority.authority) + "</th>";
    for (std::size_t i = 0; i < figures.size(); ++i)
      if (figures[i].section == domain::FigureSection::loopholes)
        html += "<td class=\"n\">" + number_of(authority.shares[i].some) + "</td>";
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

}  // namespace

std::string report_html(const app::RegisterReport& report, std::string_view name) {
  const auto day = report.run.finished_at ? core::uk_time_text(*report.run.finished_at)
                                          : std::string("not finished yet");
  std::string html =
      "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>Licensing register report: " +
      text(name) + "</title><style>" + std::string(style) +
      "</style></head><body><main><h1>Licensing register report</h1><p class=\"meta\">" +
      text(name) + ". Every entry compared with every licence; finished " + text(day) + ". Run " +
      text(report.run.id.text()) +
      ".</p><p class=\"key\"><span style=\"background:#1d70b8\"></span>yours<span "
      "style=\"background:#b1b4b6\"></span>the nation</p>";
  using enum domain::FigureSection;
  for (const auto section : {loopholes, completeness, impossible})
    html += section_of(report, section);
  html += authorities_of(report);
  return html + "</main></body></html>\n";
}

}  // namespace badgewatch::api
