// What an authority is told by e-mail, and what becomes of a letter.
#pragma once

#include "domain/delivery.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace badgewatch::domain {

// A letter for each alert, or one on each working day for all that have come.
enum class MailMode { each, digest };

std::string_view name_of(MailMode value);
std::optional<MailMode> mail_mode_named(std::string_view name);

// What the relay made of a letter (RFC 5321 section 4.2.1).
enum class MailAnswer {
  taken,    // it has the letter, and answers for it from now on
  later,    // 4yz, no answer, or its trouble with the register itself: nothing against the mailbox
  refused,  // 5yz for the mailbox or the letter: the same again would be refused again
};

struct MailTerms {
  std::int64_t disable_after = 3;  // letters refused for good, with none taken between them
};

// As judge() of a webhook: `attempts` were made of this letter, the one that is judged among them.
// A relay that does not take letters now is left in peace for the mailbox; what is refused for good
// is not sent again, and the mailbox is disabled once that has happened so often.
Verdict judge_letter(MailAnswer answer, int attempts, const EndpointSoFar& endpoint,
                     const MailTerms& terms, core::Instant now, double chance);

// The code by which somebody shows that they read a mailbox.
inline constexpr std::size_t mail_code_digits = 8;
inline constexpr std::int64_t most_mail_code_guesses = 5;
inline constexpr std::chrono::hours mail_code_lasts{48};
inline constexpr std::chrono::minutes mail_code_pause{10};  // before another one is sent

}  // namespace badgewatch::domain
