export * from '../../onnx/onnx-messages.js';
