#include "match/rows.hpp"

#include "core/json_writer.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace badgewatch::matcher {

namespace {

constexpr std::size_t warnings_shown = 20;

void say(const std::string& input, std::size_t line, std::string_view kind,
         const core::FieldProblem& problem) {
  std::cerr << input << ':' << line << ": " << kind;
  if (!problem.pointer.empty()) std::cerr << problem.pointer << ": ";
  std::cerr << problem.detail << '\n';
}

}  // namespace

Complaints::~Complaints() {
  if (!all_warnings_ && warnings_ > warnings_shown)
    std::cerr << input_ << ": " << warnings_ - warnings_shown
              << " more warnings (--all-warnings shows them)\n";
}

void Complaints::bad_line(std::size_t line, const core::Problems& problems) {
  ++bad_;
  for (const auto& problem : problems)
    say(input_, line, "", problem);
}

void Complaints::bad_line(std::size_t line, const std::string& sentence) {
  ++bad_;
  say(input_, line, "", {"", sentence});
}

void Complaints::warn(std::size_t line, const person::Warnings& warnings) {
  for (const auto& warning : warnings)
    if (++warnings_ <= warnings_shown || all_warnings_) say(input_, line, "warning: ", warning);
}

bool Complaints::may_show(std::size_t warnings) const {
  return all_warnings_ || warnings < warnings_shown;
}

std::optional<Line> line_of(std::size_t number, std::string_view whole) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  Line line{number, whole.substr(0, longest_line), whole.size() > longest_line};
  if (number == 1 && line.text.starts_with(byte_order_mark))
    line.text.remove_prefix(byte_order_mark.size());
  if (line.text.find_first_not_of(" \t\r") == std::string_view::npos) return {};
  return line;
}

// As getline, but keeps hardly more of a line than may be read.
bool Lines::take() {
  line_.clear();
  while (true) {
    in_.getline(piece_.data(), static_cast<std::streamsize>(piece_.size()));
    const auto taken = static_cast<std::size_t>(in_.gcount());
    const bool ended = !in_.fail() && !in_.eof();  // by its line feed, which is counted
    const auto length = ended ? taken - 1 : taken;
    line_.append(piece_.data(), std::min(length, longest_line + 1 - line_.size()));
    if (ended) return true;
    if (in_.eof() || taken == 0) return !line_.empty();
    in_.clear();  // the piece was full
  }
}

std::optional<Line> Lines::next() {
  while (take())
    if (const auto line = line_of(++number_, line_)) return line;
  return {};
}

core::Result<core::Json> json_of(const Line& line) {
  if (line.too_long) return core::Error(core::Errc::malformed, "The line is longer than 1 MiB.");
  return core::parse_json(line.text);
}

std::optional<core::Json> Rows::next() {
  while (const auto line = lines_.next()) {
    line_ = line->number;
    auto parsed = json_of(*line);
    if (parsed) return std::move(*parsed);
    complaints_.bad_line(line_, parsed.error().detail());
  }
  return {};
}

std::optional<std::string> id_text(const core::Json& id) {
  core::JsonWriter writer;
  if (const auto* text = id.string())
    writer.value(*text);
  else if (const auto* number = id.integer())
    writer.value(*number);
  else
    return {};
  return std::move(writer).take();
}

std::optional<std::string> read_id(core::JsonReader& reader) {
  const auto* json = reader.member("id");
  if (json == nullptr) return {};
  auto text = id_text(*json);
  if (!text) reader.problem("id", std::string(wrong_id));
  return text;
}

}  // namespace badgewatch::matcher
