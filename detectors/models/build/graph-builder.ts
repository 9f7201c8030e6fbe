export * from '../../onnx/graph-builder.js';
