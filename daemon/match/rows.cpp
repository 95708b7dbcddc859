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

// As getline, but keeps no more of a line than may be read.
bool Lines::take(std::string& line, bool& too_long) {
  line.clear();
  too_long = false;
  while (true) {
    in_.getline(piece_.data(), static_cast<std::streamsize>(piece_.size()));
    const auto taken = static_cast<std::size_t>(in_.gcount());
    const bool ended = !in_.fail() && !in_.eof();  // by its line feed, which is counted
    const auto length = ended ? taken - 1 : taken;
    too_long = too_long || line.size() + length > longest_line;
    line.append(piece_.data(), std::min(length, longest_line - line.size()));
    if (ended) return true;
    if (in_.eof() || taken == 0) return !line.empty();
    in_.clear();  // the piece was full
  }
}

std::optional<Line> Lines::next() {
  Line line;
  while (take(line.text, line.too_long)) {
    ++number_;
    if (number_ == 1 && line.text.starts_with("\xEF\xBB\xBF")) line.text.erase(0, 3);
    if (line.text.find_first_not_of(" \t\r") == std::string::npos) continue;
    line.number = number_;
    return line;
  }
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

std::optional<std::string> read_id(core::JsonReader& reader) {
  const auto* json = reader.member("id");
  if (json == nullptr) return {};
  core::JsonWriter writer;
  if (const auto* text = json->string())
    writer.value(*text);
  else if (const auto* number = json->integer())
    writer.value(*number);
  else
    reader.problem("id", "must be text or a whole number");
  return std::move(writer).take();
}

}  // namespace badgewatch::matcher
