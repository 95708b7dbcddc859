#include "api/register_report_text.hpp"

#include "core/csv.hpp"
#include "core/json_writer.hpp"

namespace badgewatch::api {

namespace {

void write_share(core::JsonWriter& out, const app::Share& share) {
  out.begin_object().member("count", share.some).member("of", share.all).key("part");
  if (const auto part = share.part())
    out.value(*part, 4);
  else
    out.value(nullptr);
  out.end_object();
}

std::string cell_of(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : "";
}

}  // namespace

std::string report_json(const app::RegisterReport& report) {
  core::JsonWriter out;
  out.begin_object().member("run", report.run.id.text()).key("authority");
  if (report.authority.empty())
    out.value(nullptr);
  else
    out.value(report.authority);
  out.key("finished_at");
  if (report.run.finished_at)
    out.value(core::to_text(*report.run.finished_at));
  else
    out.value(nullptr);
  out.key("figures").begin_array();
  for (const auto& line : report.lines) {
    out.begin_object().member("figure", line.figure->name);
    out.member("section", domain::name_of(line.figure->section));
    out.member("label", line.figure->label).key("own");
    write_share(out, line.own);
    out.key("national");
    write_share(out, line.national);
    out.key("earlier").begin_array();
    for (std::size_t i = 0; i < line.earlier.size(); ++i) {
      out.begin_object().member("finished_at", core::to_text(report.earlier[i])).key("part");
      if (line.earlier[i])
        out.value(*line.earlier[i], 4);
      else
        out.value(nullptr);
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
  if (report.authority.empty()) {
    out.key("authorities").begin_array();
    for (const auto& authority : report.authorities) {
      out.begin_object().member("authority", authority.authority).key("figures").begin_array();
      for (std::size_t i = 0; i < authority.shares.size(); ++i) {
        out.begin_object().member("figure", domain::register_figures()[i].name);
        out.member("count", authority.shares[i].some).member("of", authority.shares[i].all);
        out.end_object();
      }
      out.end_array().end_object();
    }
    out.end_array();
  }
  return std::move(out.end_object()).take();
}

std::string report_csv(const app::RegisterReport& report) {
  std::string text;
  core::append_csv_record(text, {"authority", "section", "figure", "label", "count", "of",
                                 "national_count", "national_of"});
  const auto line = [&](const std::string& authority, const domain::Figure& figure,
                        const app::Share& own, const app::Share& national) {
    core::append_csv_record(
        text, {authority, std::string(domain::name_of(figure.section)), std::string(figure.name),
               std::string(figure.label), cell_of(own.some), cell_of(own.all),
               cell_of(national.some), cell_of(national.all)});
  };
  for (const auto& one : report.lines)
    line(report.authority, *one.figure, one.own, one.national);
  for (const auto& authority : report.authorities)
    for (std::size_t i = 0; i < authority.shares.size(); ++i)
      line(authority.authority, domain::register_figures()[i], authority.shares[i],
           report.lines[i].national);
  return text;
}

}  // namespace badgewatch::api
