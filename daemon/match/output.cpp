#include "match/output.hpp"

#include "core/json_writer.hpp"

#include <cstdio>

namespace badgewatch::matcher {

void Output::line(std::string_view json) {
  waiting_.append(json).push_back('\n');
  if (waiting_.size() > 1U << 16) flush();
}

void Output::write(std::string_view lines) {
  waiting_.append(lines);
  if (waiting_.size() > 1U << 16) flush();
}

void Output::flush() {
  const auto written = std::fwrite(waiting_.data(), 1, waiting_.size(), stdout);
  failed_ = failed_ || written != waiting_.size() || std::fflush(stdout) != 0;
  waiting_.clear();
}

void append_pair(std::string& lines, std::string_view a, std::string_view b, double weight,
                 match::Band band) {
  core::JsonWriter writer;
  writer.begin_object().key("a").raw(a).key("b").raw(b);
  writer.key("weight").value(weight, weight_decimals);
  writer.key("probability").value(match::probability_of(weight), probability_decimals);
  writer.member("band", match::name_of(band)).end_object();
  lines.append(writer.text()).push_back('\n');
}

}  // namespace badgewatch::matcher
