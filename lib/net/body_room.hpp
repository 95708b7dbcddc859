// Memory for the large bodies of calls, over all connections: whoever has no account can send a
// body too, and none is looked at before it is whole.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>

namespace badgewatch::net {

// Used on the loop's thread only.
class BodyRoom {
public:
  explicit BodyRoom(std::size_t bytes) : left_(bytes) {}

  // Gives back at its end what was taken. The room outlives it.
  class Place {
  public:
    Place(BodyRoom& room, std::size_t bytes) : room_(&room), bytes_(bytes) {}
    Place(Place&& other) noexcept
        : room_(std::exchange(other.room_, nullptr)), bytes_(other.bytes_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (room_ != nullptr) room_->left_ += bytes_;
    }

  private:
    BodyRoom* room_;
    std::size_t bytes_;
  };

  // Nothing where there is less.
  std::optional<Place> take(std::size_t bytes) {
    if (bytes > left_) return {};
    left_ -= bytes;
    return Place(*this, bytes);
  }

private:
  std::size_t left_;
};

}  // namespace badgewatch::net
