import { describePluginPackage } from '@sluice/test-kit';

describePluginPackage(new URL('..', import.meta.url));
