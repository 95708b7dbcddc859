// What a form sends. As application/x-www-form-urlencoded; multipart.hpp reads the other one.
#pragma once

#include "core/result.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace badgewatch::http {

struct FormFile {
  std::string field;
  std::string name;  // as its sender calls it; to be believed in nothing
  std::string content;
};

// Names and values, decoded once, each name at most once.
class Form {
public:
  explicit Form(std::vector<std::pair<std::string, std::string>> items,
                std::vector<FormFile> files = {})
      : items_(std::move(items)), files_(std::move(files)) {}

  // Nothing when the name is not there.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }
  // Null when no file was chosen there.
  const FormFile* file(std::string_view field) const;

private:
  std::vector<std::pair<std::string, std::string>> items_;
  std::vector<FormFile> files_;
};

// Without control characters but line breaks and tabs, and valid UTF-8.
bool is_form_text(std::string_view text);
inline constexpr std::size_t most_form_items = 64;

// Whether the Content-Type is that of a form, in UTF-8 if it says so.
bool is_form(const Headers& headers);

// Errc::malformed for a name that comes twice, more than 64 names, bad percent-encoding, control
// characters but line breaks and tabs (a text area has them), and invalid UTF-8. The error never
// repeats what was sent.
core::Result<Form> parse_form(std::string_view body);

}  // namespace badgewatch::http
