#include "store/copy_out.hpp"

#include <stdexcept>
#include <utility>

namespace badgewatch::store {
namespace {

struct FreeCopied {
  void operator()(char* bytes) const { PQfreemem(bytes); }
};

constexpr std::size_t copy_header_bytes = 19;

}  // namespace

std::int16_t CopyRow::fields() {
  std::int16_t count = 0;
  get(take(sizeof count), count);
  return count;
}

std::optional<core::ByteView> CopyRow::maybe_field() {
  std::int32_t size = 0;
  get(take(sizeof size), size);
  if (size < 0) return {};
  return take(static_cast<std::size_t>(size));
}

core::ByteView CopyRow::field() {
  const auto value = maybe_field();
  if (!value) throw std::logic_error("a null that the table does not allow");
  return *value;
}

core::ByteView CopyRow::take(std::size_t size) {
  if (size > rest_.size()) throw std::logic_error("a row of COPY ends early");
  const auto front = rest_.first(size);
  rest_ = rest_.subspan(size);
  return front;
}

// The first message begins with a header, the last is the trailer -1.
core::Result<void> copy_out(Session& session, std::string_view name, const std::string& copy,
                            const std::function<core::Result<void>(core::ByteView)>& row) {
  if (auto begun = session.script(name, copy); !begun) return begun.error();
  bool is_first = true;
  for (;;) {
    char* buffer = nullptr;
    const int size = PQgetCopyData(session.native(), &buffer, 1);
    if (size == -1) break;
    if (size == 0) {
      if (auto waited = session.wait_for_input(name); !waited) return waited.error();
      continue;
    }
    if (size < 0) return connection_lost(name);
    const std::unique_ptr<char, FreeCopied> owner(buffer);
    core::ByteView bytes(reinterpret_cast<const std::uint8_t*>(buffer),
                         static_cast<std::size_t>(size));
    if (std::exchange(is_first, false)) bytes = bytes.subspan(copy_header_bytes);
    if (bytes.size() <= 2) continue;
    if (auto taken = row(bytes); !taken) return taken.error();
  }
  auto end = session.next_result(name);
  while (end && *end != nullptr) {
    const Rows result(*end);
    if (PQresultStatus(*end) != PGRES_COMMAND_OK) return connection_lost(name);
    end = session.next_result(name);
  }
  if (!end) return end.error();
  return {};
}

}  // namespace badgewatch::store
