#include "api/reconciliation_json.hpp"

#include "core/text.hpp"

namespace badgewatch::api {

namespace {

std::optional<std::string> text_of(const std::optional<core::Instant>& at) {
  if (!at) return {};
  return core::to_text(*at);
}

void write_run_members(core::JsonWriter& out, const ports::ReconciliationRun& run) {
  out.member("id", run.id.text()).member("state", domain::name_of(run.state));
  out.member("phase", domain::name_of(run.phase)).member("cause", domain::name_of(run.cause));
  out.key("asked_by");
  if (run.asked_by.empty())
    out.value(nullptr);
  else
    out.value(run.asked_by);
  out.member("asked_at", core::to_text(run.asked_at));
  out.member("begun_at", text_of(run.begun_at)).member("finished_at", text_of(run.finished_at));
  out.key("progress").begin_object().member("done", run.done).member("total", run.total);
  out.end_object().member("seq", run.seq).key("rules");
  if (run.rules.empty())
    out.value(nullptr);
  else
    out.value(run.rules);
  out.member("compares", run.compares);
}

void write_counts(core::JsonWriter& out, const std::map<std::string, std::int64_t>& counts) {
  out.begin_object();
  for (const auto& [name, value] : counts)
    out.member(name, value);
  out.end_object();
}

void write_all_counts(core::JsonWriter& out, const ports::RunCounts& counts, bool by_authority) {
  std::map<std::string, std::int64_t> sums;
  std::map<std::string, std::map<std::string, std::int64_t>> of;
  for (const auto& [key, value] : counts) {
    // The figures of the report stand there.
    if (key.second.find('.') != std::string::npos) continue;
    sums[key.second] += value;
    of[key.first][key.second] = value;
  }
  out.key("counts");
  write_counts(out, sums);
  if (!by_authority) return;
  out.key("authorities").begin_array();
  for (const auto& [authority, its] : of) {
    out.begin_object().member("authority", authority).key("counts");
    write_counts(out, its);
    out.end_object();
  }
  out.end_array();
}

void write_difference(core::JsonWriter& out, const ports::RunDifference& one) {
  out.begin_object().member("authority", one.authority).key("entry").begin_object();
  out.member("type", "decision").member("id", one.entry.text());
  out.member("recording_authority", one.recording_authority).end_object();
  out.member("licence", one.licence.text());
  out.member("explanation", domain::name_of(one.explanation));
  out.member("sentence", domain::sentence_of(one.explanation));
  out.member("healed", domain::is_healed(one.explanation)).end_object();
}

void write_check(core::JsonWriter& out, const ports::IntegrityCheck& check) {
  out.begin_object().member("check", check.name).member("checked", check.checked);
  out.member("wrong", check.wrong);
  if (!check.first.empty()) {
    out.key("first").begin_array();
    for (const auto id : core::split(check.first, ' '))
      out.value(id);
    out.end_array();
  }
  out.end_object();
}

}  // namespace

void write_run(core::JsonWriter& out, const ports::ReconciliationRun& run) {
  out.begin_object();
  write_run_members(out, run);
  out.end_object();
}

void write_report(core::JsonWriter& out, const ports::RunReport& report, bool by_authority) {
  out.begin_object();
  write_run_members(out, report.run);
  write_all_counts(out, report.counts, by_authority);
  out.key("differences").begin_array();
  for (const auto& one : report.differences)
    write_difference(out, one);
  out.end_array().key("integrity").begin_array();
  for (const auto& check : report.integrity)
    write_check(out, check);
  out.end_array().end_object();
}

}  // namespace badgewatch::api
