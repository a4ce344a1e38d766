// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "tasks/enrol/enrolupload.h"

//! Notes on this computer what an enrolment that succeeded leaves here: who consented, and, where the user
//! has switched that on, the recording itself.
void keepEnrolment(const Studio &studio, const EnrolUpload::Enrolment &enrolment,
                   const QString &voiceprintId);
