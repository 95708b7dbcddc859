#include "person/email.hpp"

#include "core/text.hpp"
#include "person/ascii.hpp"
#include "person/written_text.hpp"

#include <algorithm>

namespace badgewatch::person {
namespace {

constexpr std::size_t longest = 254;
constexpr std::size_t longest_local = 64;
constexpr std::size_t longest_label = 63;

bool is_label_character(char c) {
  return is_small(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_domain(std::string_view domain) {
  const auto labels = core::split(domain, '.');
  return labels.size() >= 2 &&
         std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
           return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
                  label.back() != '-' &&
                  std::all_of(label.begin(), label.end(), is_label_character);
         });
}

bool is_local_part(std::string_view local) {
  return !local.empty() && local.size() <= longest_local &&
         local.find_first_of(" ,;<>()[]\\") == std::string_view::npos;
}

bool is_ordinary_local_part(std::string_view local) {
  const bool ordinary = std::all_of(local.begin(), local.end(), [](char c) {
    return is_small(small(c)) || is_digit(c) ||
           std::string_view("._+-'&").find(c) != std::string_view::npos;
  });
  return ordinary && local.front() != '.' && local.back() != '.' &&
         local.find("..") == std::string_view::npos;
}

}  // namespace

Judged<std::string> read_email(std::string_view text) {
  auto tidy = read_written_text(text, longest);
  const auto refused = [&tidy](std::string_view reason) -> Judged<std::string> {
    return {std::move(tidy.value), Standing::refused, reason};
  };
  if (tidy.standing == Standing::refused) return tidy;

  const auto at = tidy.value.rfind('@');
  if (at == std::string::npos)
    return refused("An e-mail address has an @ between name and domain.");
  const std::string local = tidy.value.substr(0, at);
  const std::string domain = core::ascii_lower(std::string_view(tidy.value).substr(at + 1));
  if (local.find('@') != std::string::npos || !is_local_part(local)) {
    return refused("This is not one e-mail address.");
  }
  if (!is_domain(domain)) return refused("What stands behind the @ is not a domain.");

  tidy.value = local + '@' + domain;
  if (is_ordinary_local_part(local)) return tidy;
  return {std::move(tidy.value), Standing::warned,
          "Hardly any mailbox has such characters before the @. Is it mistyped?"};
}

std::string comparable_email(std::string_view email) {
  return core::ascii_lower(core::trim(email));
}

}  // namespace badgewatch::person
