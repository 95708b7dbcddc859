#include "app/misuse_reviews.hpp"

#include "app/stored_check.hpp"
#include "core/json_writer.hpp"
#include "proof/hash.hpp"
#include "proof/leaf.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace badgewatch::app {

namespace {

constexpr int week = 7;

// When a day begins in the UK.
core::Instant start_of(core::Date day) {
  constexpr std::int64_t hour = 3'600'000'000;
  const core::Instant midnight{std::int64_t{day.days_since_1970()} * 24 * hour};
  const core::Instant in_summer{midnight.micros - hour};
  return core::uk_date(in_summer) == day ? in_summer : midnight;
}

bool read_number(std::string_view text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::optional<core::Date> monday_of(std::string_view text) {
  int year = 0;
  int number = 0;
  if (text.size() != 8 || text.substr(4, 2) != "-W" || !read_number(text.substr(0, 4), year) ||
      !read_number(text.substr(6), number) || year < 1970 || number < 1)
    return {};
  // The week that holds 4 January is the first one; 28 December is always in the last one.
  const auto fourth = *core::Date::of(year, 1, 4);
  const auto first = fourth.plus_days(1 - static_cast<int>(fourth.weekday()));
  const auto monday = first.plus_days(week * (number - 1));
  if (monday > *core::Date::of(year, 12, 28)) return {};
  return monday;
}

MisuseReviews::MisuseReviews(ports::MisuseDesk& desk, ports::CheckLog& checks,
                             const core::Clock& clock, core::Randomness& randomness,
                             const core::Hash& seed_key, std::size_t sampled)
    : desk_(desk),
      checks_(checks),
      clock_(clock),
      randomness_(randomness),
      seed_key_(seed_key),
      sampled_(sampled) {}

core::Result<Sample> MisuseReviews::sample(const ports::Caller& caller, core::Date monday) {
  // Until it has ended nobody can tell which ones will be taken.
  if (core::uk_date(clock_.now()) < monday.plus_days(week))
    return core::Error(core::Errc::invalid, "That week has not ended yet.");
  auto all = desk_.checks(caller, start_of(monday), start_of(monday.plus_days(week)));
  if (!all) return all.error();
  Sample sample;
  sample.monday = monday;
  sample.seed = proof::keyed_hash(
      seed_key_, {core::as_bytes(caller.authority), core::as_bytes(" " + monday.iso())});
  std::map<std::string, std::map<core::Hash, ports::SampledCheck>> by_actor;
  for (auto& one : *all) {
    auto& his = by_actor[one.actor];
    his.emplace(proof::sha256({sample.seed, one.check.bytes}), std::move(one));
    if (his.size() > sampled_) his.erase(std::prev(his.end()));
  }
  for (auto& [actor, his] : by_actor) {
    for (auto& [order, one] : his) {
      const auto record = checks_.find(caller, one.check);
      if (!record && record.error().code() != core::Errc::not_found) return record.error();
      if (record) {
        const auto request = read_stored_request(record->request);
        if (!request) return request.error();
        one.case_reference = request->case_reference;
      }
      sample.checks.push_back(std::move(one));
    }
  }
  return sample;
}

proof::Leaf MisuseReviews::leaf(const ports::Caller& caller, std::string kind,
                                const ports::ReviewToKeep& review) {
  core::JsonWriter detail;
  detail.begin_object().member("outcome", domain::name_of(review.outcome)).end_object();
  return proof::make_leaf({.at = review.at,
                           .kind = std::move(kind),
                           .authority = caller.authority,
                           .actor = caller.actor,
                           .subject = review.subject,
                           .detail = std::move(detail).take()},
                          clock_, randomness_);
}

core::Result<void> MisuseReviews::review_flag(const ports::Caller& caller,
                                              ports::ReviewToKeep review) {
  review.at = clock_.now();
  return desk_.review_flag(caller, review, leaf(caller, "misuse_flag_reviewed", review));
}

core::Result<void> MisuseReviews::review_check(const ports::Caller& caller,
                                               ports::ReviewToKeep review) {
  review.at = clock_.now();
  return desk_.review_check(caller, review, leaf(caller, "sampled_check_reviewed", review));
}

}  // namespace badgewatch::app
