# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later

# What a file declares or names by `using` at its left margin, unnamed namespaces included, as "name|whose" into OUT.
function(names_of file out)
    file(STRINGS ${file} lines REGEX "^[A-Za-z]")
    set(names "")
    foreach(line IN LISTS lines)
        if(line MATCHES "^using ([A-Za-z0-9_:]+::)?([A-Za-z0-9_]+);")
            list(APPEND names "${CMAKE_MATCH_2}|${CMAKE_MATCH_1}")
        elseif(line MATCHES "^(class|struct|enum class|enum|using) ([A-Za-z0-9_]+)"
                OR line MATCHES "^([A-Z_]+)\\(([A-Za-z0-9_]+)"
                OR line MATCHES "^([^(=]*[ *&])([A-Za-z0-9_]+)(\\(| =|{|;|\\[)")
            list(APPEND names "${CMAKE_MATCH_2}|${file}")
        endif()
    endforeach()
    set(${out} ${names} PARENT_SCOPE)
endfunction()

# batch_sources(TARGET MOST): compiles the target's files in batches of at most MOST, so that what they all read is read once a
# batch. Files that give the same name to different things, if only in their unnamed namespaces, never share a batch: a name
# is its file's own. Nor do files of two rooms: a program that uses one of them would link the other too.
function(batch_sources target most)
    if(NOT VOICEPRINT_BATCHES)
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    # Names of an unnamed namespace in what a batch includes are those of its files.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cpp$")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources}) # a name may be new in one of them
    foreach(source IN LISTS sources)
        names_of(${source} names)
        get_filename_component(room ${source} DIRECTORY)
        foreach(batch RANGE 1000)
            list(LENGTH files_${batch} size)
            set(fits TRUE)
            if(size GREATER 0 AND NOT room STREQUAL room_${batch})
                continue()
            endif()
            foreach(name IN LISTS names)
                string(REGEX REPLACE "\\|.*" "[|]" start ${name})
                if(";${names_${batch}}" MATCHES ";${start}" AND NOT name IN_LIST names_${batch})
                    set(fits FALSE)
                    break()
                endif()
            endforeach()
            if(fits AND size LESS most)
                list(APPEND files_${batch} ${source})
                list(APPEND names_${batch} ${names})
                set(room_${batch} ${room})
                set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${batch})
                break()
            endif()
        endforeach()
    endforeach()
endfunction()
