#include "api/cursor.hpp"

#include "http/query.hpp"
#include "ports/alerts.hpp"

#include <charconv>
#include <string>

namespace badgewatch::api {

core::Result<std::int64_t> read_cursor(std::string_view text) {
  std::int64_t after = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (error != std::errc() || end != text.data() + text.size() || after < 0)
    return ports::never_given();
  return after;
}

core::Result<std::size_t> read_limit(std::optional<std::string_view> text, Limit limit) {
  if (!text) return limit.usual;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < limit.least ||
      number > limit.most)
    return core::Error(core::Errc::malformed, "`limit` must be a number from " +
                                                  std::to_string(limit.least) + " to " +
                                                  std::to_string(limit.most) + ".");
  return number;
}

core::Result<std::int64_t> cursor_of(const http::RequestHead& head) {
  const auto query = http::parse_query(head.query, {"after"});
  if (!query) return query.error();
  const auto text = query->find("after");
  if (!text) return std::int64_t{0};
  return read_cursor(*text);
}

}  // namespace badgewatch::api
