#include "domain/mail.hpp"

#include "domain/named.hpp"

namespace badgewatch::domain {

namespace {

constexpr Names<MailMode, 2> modes{{{MailMode::each, "each"}, {MailMode::digest, "digest"}}};

}  // namespace

std::string_view name_of(MailMode value) {
  return name_in(modes, value);
}
std::optional<MailMode> mail_mode_named(std::string_view name) {
  return named_in(modes, name);
}

Verdict judge_letter(MailAnswer answer, int attempts, const EndpointSoFar& endpoint,
                     const MailTerms& terms, core::Instant now, double chance) {
  constexpr std::chrono::seconds nothing_asked{0};
  Verdict verdict{
      .state = DeliveryState::pending, .next_at = now, .not_before = now, .disable = {}};
  switch (answer) {
    case MailAnswer::taken:
      verdict.state = DeliveryState::delivered;
      break;
    case MailAnswer::refused:
      verdict.state = DeliveryState::refused;
      if (endpoint.refusals + 1 >= terms.disable_after) verdict.disable = DisabledBecause::refused;
      break;
    case MailAnswer::later:
      verdict.not_before = in_peace_until(endpoint.failures, now, nothing_asked);
      if (const auto next = again_at(attempts, now, nothing_asked, chance))
        verdict.next_at = *next;
      else
        verdict.state = DeliveryState::failed;
      break;
  }
  return verdict;
}

}  // namespace badgewatch::domain
