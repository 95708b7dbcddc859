// Rings once and stays rung, for whoever polls it beside a socket.
#pragma once

namespace badgewatch::store {

// Thread safe. Throws std::system_error where the system has no descriptor left.
class Bell {
public:
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring() const;
  // Readable once it has rung.
  int descriptor() const { return descriptor_; }

private:
  const int descriptor_;
};

}  // namespace badgewatch::store
