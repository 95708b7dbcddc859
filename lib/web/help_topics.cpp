#include "web/help_topics.hpp"

#include <algorithm>
#include <array>

namespace badgewatch::web {

namespace {

constexpr std::array topics = {
    HelpTopic{"sign-in", "/sign-in", "sign_in"},
    HelpTopic{"home", "/", "home"},
    HelpTopic{"duties", "/duties", "duties"},
    HelpTopic{"check", "/check", "check"},
    HelpTopic{"result", "", "result"},
    HelpTopic{"undecided-hits", "/undecided-hits", "undecided"},
    HelpTopic{"certificate", "", "certificate"},
    HelpTopic{"check-many", "/check-many", "check_many"},
    HelpTopic{"drivers", "/drivers", "drivers"},
    HelpTopic{"upload-drivers", "/drivers/upload", "upload_drivers"},
    HelpTopic{"roster", "/drivers/roster", "roster"},
    HelpTopic{"decisions", "/decisions", "decisions"},
    HelpTopic{"record-decision", "/decisions/new", "record_decision"},
    HelpTopic{"upload-decisions", "/decisions/upload", "upload_decisions"},
    HelpTopic{"entry", "", "entry"},
    HelpTopic{"alerts", "/alerts", "alerts"},
    HelpTopic{"requests", "/requests", "requests"},
    HelpTopic{"corrections", "/corrections", "corrections"},
    HelpTopic{"concerns", "/concerns", "concerns"},
    HelpTopic{"report-concern", "/concerns/new", "report_concern"},
    HelpTopic{"searches", "/searches", "searches"},
    HelpTopic{"review-searches", "/searches/review", "review_searches"},
    HelpTopic{"reports", "/reports", "reports"},
    HelpTopic{"runs", "", "runs"},
    HelpTopic{"loopholes", "/reports/loopholes", "loopholes"},
    HelpTopic{"data-quality", "/reports/data-quality", "data_quality"},
    HelpTopic{"lateness", "/reports/lateness", "lateness"},
    HelpTopic{"grants", "/reports/grants", "grants"},
    HelpTopic{"concern-statistics", "/reports/concerns", "concern_statistics"},
    HelpTopic{"administration", "/admin", "administration"},
};

// Where a page's address begins and ends so, the topic is that; the first that fits.
struct Rule {
  std::string_view front;
  std::string_view end;
  std::string_view topic;
};

constexpr std::array rules = {
    Rule{"/checks/", "/request", "requests"},
    Rule{"/checks/", "/certificate", "certificate"},
    Rule{"/checks/", "", "result"},
    Rule{"/duties", "", "duties"},
    Rule{"/undecided-hits", "", "undecided-hits"},
    Rule{"/check-many", "", "check-many"},
    Rule{"/check", "", "check"},
    Rule{"/drivers/roster", "", "roster"},
    Rule{"/drivers/upload", "", "upload-drivers"},
    Rule{"/drivers", "", "drivers"},
    Rule{"/decisions/new", "", "record-decision"},
    Rule{"/decisions/upload", "", "upload-decisions"},
    Rule{"/decisions/", "", "entry"},
    Rule{"/decisions", "", "decisions"},
    Rule{"/alerts", "", "alerts"},
    Rule{"/requests", "", "requests"},
    Rule{"/corrections", "", "corrections"},
    Rule{"/concerns/new", "", "report-concern"},
    Rule{"/concerns", "", "concerns"},
    Rule{"/searches/review", "", "review-searches"},
    Rule{"/searches", "", "searches"},
    Rule{"/reports/runs/", "/figures", "loopholes"},
    Rule{"/reports/runs", "", "runs"},
    Rule{"/reports/loopholes", "", "loopholes"},
    Rule{"/reports/data-quality", "", "data-quality"},
    Rule{"/reports/lateness", "", "lateness"},
    Rule{"/reports/grants", "", "grants"},
    Rule{"/reports/concerns", "", "concern-statistics"},
    Rule{"/reports", "", "reports"},
    Rule{"/admin", "", "administration"},
    Rule{"/sign-in", "", "sign-in"},
    Rule{"/invitation", "", "sign-in"},
    Rule{"/step-up", "", "sign-in"},
    Rule{"/account", "", "sign-in"},
    Rule{"/invitation", "", "sign-in"},
};

}  // namespace

std::span<const HelpTopic> help_topics() {
  return topics;
}

const HelpTopic* help_topic(std::string_view name) {
  const auto* found =
      std::find_if(topics.begin(), topics.end(), [&](const auto& one) { return one.name == name; });
  return found == topics.end() ? nullptr : found;
}

const HelpTopic* help_topic_of(std::string_view path) {
  if (path == "/") return help_topic("home");
  for (const auto& one : rules)
    if (path.starts_with(one.front) && path.ends_with(one.end)) return help_topic(one.topic);
  return nullptr;
}

}  // namespace badgewatch::web
