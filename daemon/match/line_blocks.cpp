#include "match/line_blocks.hpp"

namespace badgewatch::matcher {

namespace {

constexpr std::size_t piece = std::size_t{256} << 10;

}  // namespace

std::optional<LineBlock> LineBlocks::next() {
  LineBlock block{next_line_, std::move(begun_)};
  begun_.clear();
  auto& text = block.text;
  while (true) {
    const auto known = text.size();
    text.resize(known + piece);
    in_.read(text.data() + known, static_cast<std::streamsize>(piece));
    text.resize(known + static_cast<std::size_t>(in_.gcount()));
    if (text.size() == known) break;
    if (const auto last = std::string_view(text).substr(known).rfind('\n');
        last != std::string_view::npos) {
      begun_.assign(text, known + last + 1);
      text.resize(known + last + 1);
      break;
    }
    if (text.size() > longest_line) text.resize(longest_line + 1);
  }
  if (text.empty()) return {};
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    ++next_line_;
  return block;
}

}  // namespace badgewatch::matcher
