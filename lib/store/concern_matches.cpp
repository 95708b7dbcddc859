#include "store/concern_matches.hpp"

#include "store/duties.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement note_match{
    "note_concern_match",
    "select told, is_new from note_concern_match($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
    "                                            $13, $14, $15, $16)"};

template <class Value>
std::optional<Value> of_duty(const std::optional<domain::Duty>& duty,
                             Value domain::Duty::* member) {
  return duty ? std::optional<Value>((*duty).*member) : std::nullopt;
}

Parameters parameters_of(const ports::ConcernMatch& match, const ports::Compared& compared,
                         core::Instant now) {
  Parameters parameters;
  parameters.text(match.reporter).add(match.concern).text(match.cause).add(match.cause_id);
  parameters.text(match.cause_authority).text(match.band).add(match.probability).add(now);
  parameters.add(core::uk_date(now)).add(of_duty(match.consider, &domain::Duty::due_on));
  parameters.add(compared.is_shared).add(of_duty(match.review, &domain::Duty::due_on));
  parameters.add(match.review ? std::optional<std::string_view>(match.review->reckoning)
                              : std::nullopt);
  parameters.add(of_duty(match.review, &domain::Duty::remind_on));
  parameters.add(of_duty(match.review, &domain::Duty::escalate_on));
  parameters.text(domain::escalates_to(domain::DutyKind::review_concern));
  return parameters;
}

}  // namespace

core::Result<std::size_t> note_concern_matches(Session& session, const Context& context,
                                               const ports::Compared& compared, core::Instant now) {
  std::size_t told = 0;
  for (const auto& match : compared.concerns) {
    auto noted = session.run(note_match, parameters_of(match, compared, now));
    if (!noted) return noted.error();
    told += static_cast<std::size_t>(noted->at<std::int64_t>(0, 0));
    if (!noted->at<bool>(0, 1) || !match.consider) continue;
    if (auto opened = open_duty(session, context, *match.consider); !opened) return opened.error();
  }
  return told;
}

}  // namespace badgewatch::store
