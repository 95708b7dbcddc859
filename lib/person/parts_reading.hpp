// What reading a person finds, filed in one way for JSON and for flat columns alike.
#pragma once

#include "person/judged.hpp"
#include "person/person.hpp"
#include "person/person_json.hpp"

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace badgewatch::person {

inline constexpr std::size_t max_addresses = 20;
inline constexpr std::size_t max_address_lines = 8;
inline constexpr std::size_t max_address_line_length = 200;

// Where what was found out about a value goes. Views: it outlives neither list.
struct Findings {
  Reading reading;
  core::Problems& problems;
  Warnings& warnings;

  // Files `judged` under `pointer` and returns its value. Refused: a problem where reading is
  // strict, else a warning.
  template <class T>
  T take(Judged<T> judged, std::string pointer) const {
    return take(std::move(judged), [&] { return std::move(pointer); });
  }
  // The same; the pointer is made only where it is needed, which is seldom.
  template <class T, std::invocable Pointer>
  T take(Judged<T> judged, Pointer&& pointer) const {
    if (judged.standing == Standing::refused) {
      refuse(pointer(), judged.reason);
    } else if (judged.standing == Standing::warned) {
      warn(pointer(), judged.reason);
    }
    return std::move(judged.value);
  }

  void refuse(std::string pointer, std::string_view detail) const {
    auto& list = reading == Reading::strict ? problems : warnings;
    list.push_back({std::move(pointer), std::string(detail)});
  }
  void warn(std::string pointer, std::string_view detail) const {
    warnings.push_back({std::move(pointer), std::string(detail)});
  }
};

// A GB driver number says a surname and a date of birth too: where they differ from the person's
// own, that is a warning under `pointer`, never a refusal (a former name, a typing error).
// The pointer is made only where it is needed.
void compare_with_driver_number(const Person& person, const std::function<std::string()>& pointer,
                                const Findings& findings);

}  // namespace badgewatch::person
