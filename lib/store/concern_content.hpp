// What is sealed of a concern, as text: whom it is about, apart from what was seen.
#pragma once

#include "ports/concerns.hpp"

#include <string>
#include <string_view>

namespace badgewatch::store {

// A line of JSON, then PERSON on a line of its own, as of an entry.
std::string concern_content(const domain::Concern& concern);
std::string concern_particulars(const domain::Concern& concern);
core::Result<void> read_concern_content(std::string_view text, domain::Concern& concern);
core::Result<void> read_concern_particulars(std::string_view text, domain::Concern& concern);

// Why a step was taken, and by whom.
std::string concern_step_content(const ports::ConcernStep& step);
core::Result<void> read_concern_step_content(std::string_view text, ports::ConcernStep& step);

// "a c".
std::string categories_text(const std::set<domain::ConcernCategory>& categories);

}  // namespace badgewatch::store
