export { parseYaml, readYaml, type ReadYaml } from '@lamppost/detectors';
