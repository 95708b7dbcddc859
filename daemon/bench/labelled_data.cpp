#include "bench/labelled_data.hpp"

#include "core/csv.hpp"
#include "core/text.hpp"
#include "person/birth_date.hpp"
#include "person/postcode.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <unordered_map>

namespace badgewatch::bench {

namespace {

core::Error unreadable(const std::string& path) {
  return {core::Errc::invalid, path + " cannot be read."};
}

core::Result<std::string> unpacked(const std::string& path) {
  if (path.find('\'') != std::string::npos) return unreadable(path);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen(("gzip -dc -- '" + path + "'").c_str(), "r"), &pclose);
  if (!pipe) return unreadable(path);
  std::string text;
  std::array<char, 65536> part{};
  for (std::size_t read = 0; (read = std::fread(part.data(), 1, part.size(), pipe.get())) > 0;)
    text.append(part.data(), read);
  if (text.empty()) return unreadable(path);
  return text;
}

core::Result<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path);
  if (path.ends_with(".gz")) return unpacked(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A CSV file, a row at a time, its cells by the names of their columns.
class Table {
public:
  explicit Table(std::string text) : text_(std::move(text)), left_(text_) {
    if (auto header = core::take_csv_record(left_))
      for (std::size_t i = 0; i < header->size(); ++i)
        columns_[std::string(core::trim((*header)[i]))] = i;
  }

  bool next() {
    while (!left_.empty()) {
      auto row = core::take_csv_record(left_);
      if (!row) continue;
      row_ = std::move(*row);
      return true;
    }
    return false;
  }
  std::string operator[](const std::string& column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= row_.size()
               ? std::string()
               : std::string(core::trim(row_[found->second]));
  }

private:
  std::string text_;
  std::string_view left_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<std::string> row_;
};

// Clusters by name, numbered as they come.
class Numbers {
public:
  std::size_t operator[](const std::string& name) {
    return known_.try_emplace(name, known_.size()).first->second;
  }

private:
  std::unordered_map<std::string, std::size_t> known_;
};

LabelledPerson febrl_person(const Table& row, Numbers& clusters) {
  LabelledPerson one;
  const auto id = row["rec_id"];
  const auto number = id.substr(0, id.find('-', 4));
  one.cluster = clusters[number];
  const auto given = row["given_name"];
  const auto family = row["surname"];
  if (!family.empty())
    one.person.names.push_back({"", given, family, person::NameKind::current});
  else if (!given.empty())
    one.person.names.push_back({given, "", "", person::NameKind::current});
  auto born = row["date_of_birth"];
  if (born.size() == 8)
    one.person.date_of_birth = person::parse_iso_birth_date(
        born.substr(0, 4) + "-" + born.substr(4, 2) + "-" + born.substr(6));
  one.person.national_insurance_number = row["soc_sec_id"];
  person::Address address;
  address.lines.push_back(row["street_number"] + " " + row["address_1"]);
  for (const auto* column : {"address_2", "suburb", "state"})
    if (auto line = row[column]; !line.empty()) address.lines.push_back(std::move(line));
  address.postcode = row["postcode"];
  one.person.addresses.push_back(std::move(address));
  return one;
}

core::Result<std::vector<LabelledPerson>> read_febrl(const std::string& path, Numbers& clusters) {
  auto text = text_of(path);
  if (!text) return text.error();
  std::vector<LabelledPerson> people;
  for (Table table(std::move(*text)); table.next();)
    people.push_back(febrl_person(table, clusters));
  return people;
}

}  // namespace

core::Result<LinkTask> read_febrl4(const std::string& folder) {
  Numbers clusters;
  auto a = read_febrl(folder + "/dataset4a.csv", clusters);
  if (!a) return a.error();
  auto b = read_febrl(folder + "/dataset4b.csv", clusters);
  if (!b) return b.error();
  return LinkTask{std::move(*a), std::move(*b)};
}

core::Result<std::vector<LabelledPerson>> read_historical(const std::string& path) {
  auto text = text_of(path);
  if (!text) return text.error();
  std::vector<LabelledPerson> people;
  Numbers clusters;
  for (Table table(std::move(*text)); table.next();) {
    LabelledPerson one;
    one.cluster = clusters[table["cluster"]];
    const auto full = table["full_name"];
    const auto main = table["first_and_surname"];
    if (!full.empty()) one.person.names.push_back({full, "", "", person::NameKind::current});
    if (!main.empty() && main != full)
      one.person.names.push_back({main, "", "", person::NameKind::alias});
    one.person.date_of_birth = person::parse_iso_birth_date(table["dob"]);
    person::Address address;
    if (auto place = table["birth_place"]; !place.empty()) address.lines.push_back(place);
    address.postcode = person::read_postcode(table["postcode_fake"]).value;
    if (!address.lines.empty() || !address.postcode.empty())
      one.person.addresses.push_back(std::move(address));
    people.push_back(std::move(one));
  }
  return people;
}

core::Result<std::vector<LabelledPerson>> read_transliterations(const std::string& path) {
  auto text = text_of(path);
  if (!text) return text.error();
  struct Form {
    std::string arabic;
    unsigned long count = 0;
  };
  std::map<std::string, Form, std::less<>> names;
  std::istringstream lines(*text);
  std::string latin, arabic, count;
  std::getline(lines, latin);
  while (std::getline(lines, latin, '\t') && std::getline(lines, arabic, '\t') &&
         std::getline(lines, count)) {
    const auto often = std::strtoul(count.c_str(), nullptr, 10);
    auto& form = names[latin];
    if (often > form.count) form = {arabic, often};
  }
  std::vector<LabelledPerson> people;
  Numbers clusters;
  for (const auto& [name, form] : names) {
    if (form.count < 2) continue;
    LabelledPerson one;
    one.cluster = clusters[form.arabic];
    one.person.names.push_back({name, "", "", person::NameKind::current});
    people.push_back(std::move(one));
  }
  return people;
}

}  // namespace badgewatch::bench
