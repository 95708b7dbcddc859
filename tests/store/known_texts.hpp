// Texts that must stand nowhere, looked for in all forms in which a file may hold them.
#pragma once

#include "core/bytes.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace badgewatch::store::test {

// As it stands, in hexadecimal (as bytea is dumped) and in base64 at each of its three offsets.
inline std::vector<std::string> forms_of(const std::string& text) {
  std::vector<std::string> forms = {text, core::hex(core::as_bytes(text))};
  for (std::size_t offset = 0; offset < 3; ++offset) {
    const auto padded = std::string(offset, 'x') + text;
    const auto whole = core::base64(core::as_bytes(padded));
    // Only the digits that say nothing about what stands before and behind.
    const auto first = (offset * 8 + 5) / 6;
    const auto end = padded.size() * 8 / 6;
    forms.push_back(whole.substr(first, end - first));
  }
  return forms;
}

// Reads a large text once for all of them.
class KnownTexts {
public:
  // Of `prefix_size` characters or more in each form.
  void add(const std::string& text) {
    for (const auto& form : forms_of(text))
      forms_[form.substr(0, prefix_size)].push_back(form);
  }
  // Which of them stand in `text`, each place.
  std::vector<std::string> found_in(std::string_view text) const {
    std::vector<std::string> found;
    for (std::size_t at = 0; at + prefix_size <= text.size(); ++at) {
      const auto place = forms_.find(std::string(text.substr(at, prefix_size)));
      if (place == forms_.end()) continue;
      for (const auto& form : place->second)
        if (text.substr(at, form.size()) == form) found.push_back(form);
    }
    return found;
  }

private:
  static constexpr std::size_t prefix_size = 7;
  std::unordered_map<std::string, std::vector<std::string>> forms_;
};

}  // namespace badgewatch::store::test
