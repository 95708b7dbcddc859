// E-mail addresses, as far as a form can tell (RFC 5321 lengths).
#pragma once

#include "person/judged.hpp"

#include <string>
#include <string_view>

namespace badgewatch::person {

// Trimmed, the domain in lower case. Warned: characters that hardly any mailbox has. Refused: not
// one mailbox at one domain.
Judged<std::string> read_email(std::string_view text);

// What two addresses are compared by: lower case throughout.
std::string comparable_email(std::string_view email);

}  // namespace badgewatch::person
