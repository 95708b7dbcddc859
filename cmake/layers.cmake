# bw_library(NAME MAY core person ... PRIVATE outside...): the folder lib/NAME as target bw_NAME.
# A folder sees only the headers of the folders named after MAY, because each target's own include
# path is a private tree of links; so a wrong include fails the build.
function(bw_library name)
  cmake_parse_arguments(ARG "" "" "MAY;PRIVATE;PUBLIC" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)  # only headers: a source that includes none of them keeps the target of one kind
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/only_headers.cpp "")
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/only_headers.cpp)
  endif()
  add_library(bw_${name} STATIC ${sources})

  set(view ${CMAKE_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${view})
  if(NOT EXISTS ${view}/${name})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${view}/${name} SYMBOLIC)
  endif()
  target_include_directories(bw_${name} PUBLIC ${view})

  foreach(other ${ARG_MAY})
    target_link_libraries(bw_${name} PUBLIC bw_${other})
  endforeach()
  target_link_libraries(bw_${name} PUBLIC Boost::headers ${ARG_PUBLIC}
                                   PRIVATE bw_options ${ARG_PRIVATE} Threads::Threads)
endfunction()

function(bw_program name)
  cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/daemon)
  target_link_libraries(${name} PRIVATE bw_options ${ARG_USES} Threads::Threads)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()
