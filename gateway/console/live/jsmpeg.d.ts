declare module '@cycjimmy/jsmpeg-player' {
  /** Where a decoder puts its pictures. */
  interface Renderer {
    resize(width: number, height: number): void;
    render(y: Uint8ClampedArray, cb: Uint8ClampedArray, cr: Uint8ClampedArray, isClamped?: boolean): void;
    destroy(): void;
  }
  interface VideoDecoder {
    connect(destination: Pick<Renderer, 'resize' | 'render'>): void;
    write(pts: number, buffers: readonly Uint8Array[]): void;
    /** Decodes one picture and renders it; not true when there is none. */
    decode(): boolean | undefined;
  }
  interface Demuxer {
    connect(streamId: number, destination: Pick<VideoDecoder, 'write'>): void;
    write(buffer: ArrayBuffer): void;
  }
  /** The parts of the player that are used: its demuxer, its decoder in plain JavaScript, and its renderers. */
  const JSMpeg: {
    readonly Demuxer: { readonly TS: new (options: object) => Demuxer };
    readonly Decoder: {
      readonly MPEG1Video: new (options: {
        readonly streaming: boolean;
        readonly videoBufferSize: number;
        readonly decodeFirstFrame: boolean;
      }) => VideoDecoder;
    };
    readonly Renderer: {
      readonly WebGL: (new (options: { readonly canvas: HTMLCanvasElement }) => Renderer) & {
        IsSupported(): boolean;
      };
      readonly Canvas2D: new (options: { readonly canvas: HTMLCanvasElement }) => Renderer;
    };
  };
  export default JSMpeg;
}
