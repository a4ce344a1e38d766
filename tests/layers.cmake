# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a file of src/ includes a room on its own floor or above. Run: cmake -DSOURCE=src -P tests/layers.cmake

get_filename_component(SOURCE ${SOURCE} ABSOLUTE)

# Rooms of one floor stand in one list; a room within a room is a room.
set(number 0)
foreach(rooms
    "base"
    "sound net trials"
    "api devices speaker"
    "account recordings lists server/http server/store server/voices"
    "calls style"
    "common server/endpoints"
    "desk plots server"
    "tasks/enrol tasks/identify tasks/voices tasks/connections tasks/activity tasks/archive"
    "tasks/voiceprints tasks/settings"
    "app")
    math(EXPR number "${number} + 1")
    separate_arguments(rooms)
    foreach(room IN LISTS rooms)
        set(floor_of_${room} ${number})
    endforeach()
endforeach()

file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/*.h ${SOURCE}/*.cpp)
foreach(file IN LISTS files)
    get_filename_component(room ${file} DIRECTORY)
    if(NOT DEFINED floor_of_${room})
        message(SEND_ERROR "${file}: no floor is known for the room '${room}'")
    endif()
    file(STRINGS ${SOURCE}/${file} includes REGEX "^ *# *include +\"[a-z]+/")
    foreach(include IN LISTS includes)
        string(REGEX REPLACE "^ *# *include +\"([a-z/]+)/[^/]*" "\\1" other ${include})
        if(other STREQUAL room)
            continue()
        endif()
        if(NOT DEFINED floor_of_${other} OR NOT floor_of_${other} LESS floor_of_${room})
            message(SEND_ERROR "${file} (floor ${floor_of_${room}}): ${include} is not on a lower floor")
        endif()
    endforeach()
endforeach()
list(LENGTH files count)
if(count LESS 10)
    message(SEND_ERROR "only ${count} files were found below ${SOURCE}")
endif()
message(STATUS "${count} files looked at")
