// Writes JSON straight into a string, compact, in the order of the calls.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::core {

// Commas are put by itself. The caller balances begin and end.
//
//   JsonWriter w;
//   w.begin_object().key("id").value(id).key("hits").begin_array().end_array().end_object();
//   std::move(w).take();
class JsonWriter {
public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(std::nullptr_t);
  template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
  JsonWriter& value(Integer number) {
    return integer(static_cast<std::int64_t>(number));
  }
  // Fixed point, trailing zeros cut: 0.75, 12.3. `number` is finite.
  JsonWriter& value(double number, int decimals);
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : value(nullptr);
  }
  // `json` is written as it stands.
  JsonWriter& raw(std::string_view json);

  // key(name).value(v) in one.
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }

  const std::string& text() const { return out_; }
  std::string take() && { return std::move(out_); }

private:
  JsonWriter& integer(std::int64_t number);
  void separate();

  std::string out_;
  std::vector<bool> first_{true};
  bool after_key_ = false;
};

void append_json_string(std::string& out, std::string_view text);

}  // namespace badgewatch::core
