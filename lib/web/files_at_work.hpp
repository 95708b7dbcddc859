// Files that came in forms and are being worked on. Each holds a worker of the server until its
// page is made, so there are only so many at once, and only half of them of one officer.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace badgewatch::web {

// Thread safe.
class FilesAtWork {
public:
  // `most` at once, at least 1.
  explicit FilesAtWork(std::size_t most) : most_(most) {}

  // Room for one, until it is destroyed; not behind the FilesAtWork itself.
  class Place {
  public:
    Place(FilesAtWork& all, std::string whose) : all_(all), whose_(std::move(whose)) {}
    ~Place() { all_.give_back(whose_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

  private:
    FilesAtWork& all_;
    std::string whose_;
  };
  // Null when there is none left for that officer.
  std::unique_ptr<Place> take(const std::string& whose);
  // No room for anybody.
  bool is_full() const;

private:
  void give_back(const std::string& whose);

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::map<std::string, std::size_t> of_each_;
};

}  // namespace badgewatch::web
