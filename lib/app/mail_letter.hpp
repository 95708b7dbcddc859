// What stands in a letter: how many alerts of which kinds, their events' numbers, last days, and
// where to read them. Never a name, a ground or anything else about a person: mail is read on the
// way and by whoever sits at the mailbox.
#pragma once

#include "core/secret.hpp"
#include "ports/mail.hpp"

#include <cstddef>
#include <string>

namespace badgewatch::app {

inline constexpr std::size_t most_alerts_listed = 50;  // in one letter; the others are counted

struct LetterText {
  std::string subject;  // ASCII, one line
  core::Secret text;    // lines end with \n
};

// `register_url` stands before the paths of its pages.
LetterText letter_of_alerts(const std::string& authority, const ports::LetterContent& content,
                            const std::string& register_url);
LetterText letter_with_code(const std::string& authority, const ports::MailCode& code,
                            const std::string& register_url);

LetterText letter_of_test(const std::string& authority, const std::string& register_url);

}  // namespace badgewatch::app
