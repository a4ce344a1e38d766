#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_networks.py FOLDER : small networks of chance, in the forms that speaker networks have, and in some that they have not."""
import sys

import numpy
from onnx import TensorProto, helper, numpy_helper, save

chance = numpy.random.default_rng(1)


def write(name, shape, nodes, output, weights=(), inputs=("feature",), kind=TensorProto.FLOAT):
    tensors = [helper.make_tensor_value_info(each, kind, shape) for each in inputs]
    answer = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, output)
    initial = [numpy_helper.from_array(array, each) for each, array in dict(weights).items()]
    graph = helper.make_graph([helper.make_node(node[0], node[1], node[2], **(node[3] if len(node) > 3 else {})) for node in nodes],
                              name, tensors, [answer], initial)
    save(helper.make_model(graph, ir_version=7, opset_imports=[helper.make_opsetid("", 12)]), f"{sys.argv[1]}/{name}.onnx")


def matrix(rows, columns):
    return chance.standard_normal((rows, columns)).astype("f4")


def pooled(axis):
    """Mean and mean square over time, so that the order of frames does not matter but their values do."""
    return [("Mul", ["feature", "feature"], ["squares"]), ("ReduceMean", ["feature"], ["mean"], {"axes": [axis], "keepdims": 0}),
            ("ReduceMean", ["squares"], ["power"], {"axes": [axis], "keepdims": 0}),
            ("Concat", ["mean", "power"], ["both"], {"axis": 1}), ("MatMul", ["both", "weights"], ["embedding"])]


bands = {"weights": matrix(160, 64)}
write("bands", ["batch", "frames", 80], pooled(1), ["batch", 64], bands)
wespeaker = [(kind, ["feats" if each == "feature" else each for each in given], *rest) for kind, given, *rest in pooled(1)]
write("wespeaker", ["B", "T", 80], wespeaker, ["B", 64], bands, ["feats"])
write("bands-first", ["batch", 80, "frames"], pooled(2), ["batch", 64], bands)
write("fixed", [1, 200, 80], pooled(1), [1, 64], bands)
filters = {"filters": chance.standard_normal((64, 1, 400)).astype("f4") / 20}
hearing = [("Conv", ["clip", "filters"], ["heard"], {"strides": [160]}), ("Abs", ["heard"], ["level"]),
           ("ReduceMean", ["level"], ["embedding"], {"axes": [2], "keepdims": 0})]
write("waveform", ["batch", "samples"], [("Unsqueeze", ["feature"], ["clip"], {"axes": [1]}), *hearing], ["batch", 64], filters)
write("waveform-of-one-channel", ["batch", 1, "samples"], [("Identity", ["feature"], ["clip"]), *hearing], ["batch", 64], filters)

# None of these is a speaker network.
write("image", [1, 3, 224, 224], [("Flatten", ["feature"], ["embedding"])], [1, 150528])
write("per-frame", ["batch", "frames", 80], [("MatMul", ["feature", "weights"], ["embedding"])], ["batch", "frames", 64],
      {"weights": matrix(80, 64)})
write("two-inputs", ["batch", "frames", 80], [("Add", ["feature", "length"], ["sum"]),
      ("ReduceMean", ["sum"], ["embedding"], {"axes": [1], "keepdims": 0})], ["batch", 80], inputs=("feature", "length"))
write("whole-numbers", ["batch", "frames", 80], [("Cast", ["feature"], ["number"], {"to": TensorProto.FLOAT}),
      ("ReduceMean", ["number"], ["embedding"], {"axes": [1], "keepdims": 0})], ["batch", 80], kind=TensorProto.INT64)
write("deaf", ["batch", "frames", 80], [("ReduceMean", ["feature"], ["mean"], {"axes": [1], "keepdims": 0}),
      ("Mul", ["mean", "nothing"], ["zero"]), ("Add", ["zero", "one"], ["embedding"])], ["batch", 80],
      {"nothing": numpy.zeros(1, "f4"), "one": numpy.ones(1, "f4")})
