// Values in PostgreSQL's binary form: parameters of a statement, whole columns as arrays, and rows.
#pragma once

#include "core/bytes.hpp"
#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::store {

// The types that statements pass. Text is std::string_view, bytea is core::ByteView.
template <class T>
struct PgType;
template <>
struct PgType<bool> {
  static constexpr std::uint32_t oid = 16, array = 1000;
};
template <>
struct PgType<core::ByteView> {
  static constexpr std::uint32_t oid = 17, array = 1001;
};
template <>
struct PgType<std::int64_t> {
  static constexpr std::uint32_t oid = 20, array = 1016;
};
template <>
struct PgType<std::int16_t> {
  static constexpr std::uint32_t oid = 21, array = 1005;
};
template <>
struct PgType<std::string_view> {
  static constexpr std::uint32_t oid = 25, array = 1009;
};
template <>
struct PgType<double> {
  static constexpr std::uint32_t oid = 701, array = 1022;
};
template <>
struct PgType<core::Date> {
  static constexpr std::uint32_t oid = 1082, array = 1182;
};
template <>
struct PgType<core::Instant> {
  static constexpr std::uint32_t oid = 1184, array = 1185;
};
template <>
struct PgType<core::Uuid> {
  static constexpr std::uint32_t oid = 2950, array = 2951;
};

void put(std::string& out, bool value);
void put(std::string& out, core::ByteView value);
void put(std::string& out, std::int64_t value);
void put(std::string& out, std::int32_t value);
void put(std::string& out, std::int16_t value);
void put(std::string& out, std::string_view value);
void put(std::string& out, double value);
void put(std::string& out, core::Date value);
void put(std::string& out, core::Instant value);
void put(std::string& out, const core::Uuid& value);

// Overwrites the 32 bits at `at`.
void put_at(std::string& out, std::size_t at, std::int32_t value);

// One array parameter, filled value by value: a column of the rows to be written.
template <class T>
class Column {
public:
  void add(const T& value) {
    const auto at = begin_element();
    put(values_, value);
    put_at(values_, at, static_cast<std::int32_t>(values_.size() - at - 4));
  }
  void add_maybe(const std::optional<T>& value) {
    if (value) return add(*value);
    put_at(values_, begin_element(), -1);
    has_null_ = true;
  }
  std::int32_t size() const { return count_; }
  std::string array() const {
    std::string out;
    out.reserve(values_.size() + 20);
    put(out, std::int32_t{count_ == 0 ? 0 : 1});
    put(out, std::int32_t{has_null_ ? 1 : 0});
    put(out, static_cast<std::int32_t>(PgType<T>::oid));
    if (count_ == 0) return out;
    put(out, count_);
    put(out, std::int32_t{1});
    return out + values_;
  }

private:
  std::size_t begin_element() {
    ++count_;
    const auto at = values_.size();
    put(values_, std::int32_t{0});
    return at;
  }

  std::string values_;
  std::int32_t count_ = 0;
  bool has_null_ = false;
};

// The parameters $1, $2, ... of one statement.
class Parameters {
public:
  template <class T>
  Parameters& add(const T& value) {
    std::string bytes;
    put(bytes, value);
    return append(PgType<T>::oid, std::move(bytes));
  }
  template <class T>
  Parameters& add(const std::optional<T>& value) {
    return value ? add(*value) : append(PgType<T>::oid, std::nullopt);
  }
  template <class T>
  Parameters& add(const Column<T>& column) {
    return append(PgType<T>::array, column.array());
  }
  Parameters& text(std::string_view value) { return add(value); }
  Parameters& bytes(core::ByteView value) { return add(value); }

  const std::vector<std::uint32_t>& types() const { return types_; }
  const std::vector<std::optional<std::string>>& values() const { return values_; }

private:
  Parameters& append(std::uint32_t type, std::optional<std::string> value) {
    types_.push_back(type);
    values_.push_back(std::move(value));
    return *this;
  }

  std::vector<std::uint32_t> types_;
  std::vector<std::optional<std::string>> values_;
};

// What a binary value says. The bytes are as wide as the type wants: anything else is a bug of the
// statement, and throws std::logic_error.
void get(core::ByteView value, bool& out);
void get(core::ByteView value, std::int64_t& out);
void get(core::ByteView value, std::int32_t& out);
void get(core::ByteView value, std::int16_t& out);
void get(core::ByteView value, double& out);
void get(core::ByteView value, core::Date& out);
void get(core::ByteView value, core::Instant& out);
void get(core::ByteView value, core::Uuid& out);
void get(core::ByteView value, core::Hash& out);
void get(core::ByteView value, core::Bytes& out);
void get(core::ByteView value, std::string& out);

}  // namespace badgewatch::store
