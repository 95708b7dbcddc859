// The body of a form: application/x-www-form-urlencoded.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::http {

// Names and values, decoded once, each name at most once.
class Form {
public:
  explicit Form(std::vector<std::pair<std::string, std::string>> items)
      : items_(std::move(items)) {}

  // Nothing when the name is not there.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

private:
  std::vector<std::pair<std::string, std::string>> items_;
};

// Whether the Content-Type is that of a form, in UTF-8 if it says so.
bool is_form(const Headers& headers);

// Errc::malformed for a name that comes twice, more than 64 names, bad percent-encoding, control
// characters but line breaks and tabs (a text area has them), and invalid UTF-8. The error never
// repeats what was sent.
core::Result<Form> parse_form(std::string_view body);

}  // namespace badgewatch::http
