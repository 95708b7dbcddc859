#include "store/wire.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace badgewatch::store {
namespace {

// PostgreSQL counts days and microseconds from 2000-01-01.
constexpr std::int32_t epoch_days = 10'957;
constexpr std::int64_t epoch_micros = std::int64_t{epoch_days} * 86'400 * 1'000'000;

template <class Unsigned>
void put_big_endian(std::string& out, Unsigned value) {
  for (std::size_t i = sizeof value; i-- > 0;)
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i))));
}

void want_size(core::ByteView value, std::size_t size) {
  if (value.size() != size) throw std::logic_error("a column of another type than expected");
}

template <class Unsigned>
Unsigned big_endian(core::ByteView value) {
  want_size(value, sizeof(Unsigned));
  std::uint64_t number = 0;
  for (const auto byte : value)
    number = number << 8 | byte;
  return static_cast<Unsigned>(number);
}

}  // namespace

void put(std::string& out, bool value) {
  out.push_back(value ? '\1' : '\0');
}
void put(std::string& out, core::ByteView value) {
  out.append(core::as_text(value));
}
void put(std::string& out, std::int64_t value) {
  put_big_endian(out, static_cast<std::uint64_t>(value));
}
void put(std::string& out, std::int32_t value) {
  put_big_endian(out, static_cast<std::uint32_t>(value));
}
void put(std::string& out, std::int16_t value) {
  put_big_endian(out, static_cast<std::uint16_t>(value));
}
void put(std::string& out, std::string_view value) {
  out.append(value);
}
void put(std::string& out, double value) {
  put_big_endian(out, std::bit_cast<std::uint64_t>(value));
}
void put(std::string& out, core::Date value) {
  put(out, std::int32_t{value.days_since_1970() - epoch_days});
}
void put(std::string& out, core::Instant value) {
  put(out, value.micros - epoch_micros);
}
void put(std::string& out, const core::Uuid& value) {
  put(out, core::ByteView(value.bytes));
}

void put_at(std::string& out, std::size_t at, std::int32_t value) {
  std::string bytes;
  put(bytes, value);
  out.replace(at, bytes.size(), bytes);
}

void get(core::ByteView value, bool& out) {
  want_size(value, 1);
  out = value[0] != 0;
}
void get(core::ByteView value, std::int64_t& out) {
  out = static_cast<std::int64_t>(big_endian<std::uint64_t>(value));
}
void get(core::ByteView value, std::int32_t& out) {
  out = static_cast<std::int32_t>(big_endian<std::uint32_t>(value));
}
void get(core::ByteView value, std::int16_t& out) {
  out = static_cast<std::int16_t>(big_endian<std::uint16_t>(value));
}
void get(core::ByteView value, double& out) {
  out = std::bit_cast<double>(big_endian<std::uint64_t>(value));
}
void get(core::ByteView value, core::Date& out) {
  std::int32_t days = 0;
  get(value, days);
  out = core::Date::of_days(days + epoch_days);
}
void get(core::ByteView value, core::Instant& out) {
  std::int64_t micros = 0;
  get(value, micros);
  out = {micros + epoch_micros};
}
void get(core::ByteView value, core::Uuid& out) {
  want_size(value, out.bytes.size());
  std::copy(value.begin(), value.end(), out.bytes.begin());
}
void get(core::ByteView value, core::Hash& out) {
  want_size(value, out.size());
  std::copy(value.begin(), value.end(), out.begin());
}
void get(core::ByteView value, core::Bytes& out) {
  out.assign(value.begin(), value.end());
}
void get(core::ByteView value, std::string& out) {
  out = core::as_text(value);
}

}  // namespace badgewatch::store
