export { ClusterWorker, newClusterProperties } from './cluster/cluster-worker.ts';
export { JavaClusterWorker } from './java-connect/cluster-worker.ts';
export { javaConnectCommand } from './java-connect/command.ts';
export type { JavaConnectCommandOptions } from './java-connect/command.ts';
export { makePluginPath } from './java-connect/plugin-path.ts';
export { startJavaConnect } from './java-connect/worker.ts';
export type { JavaConnectOptions, JavaConnectWorker } from './java-connect/worker.ts';
export type { JavaConnectMode } from './java-connect/worker-properties.ts';
export { javaToolCommand, runJavaTool } from './java/java-tool.ts';
export { runJavaSource } from './java/java-source.ts';
export { javaToolLines, tableIn } from './java/tool-output.ts';
export { findJava } from './java/find-java.ts';
export type { Java } from './java/find-java.ts';
export type { JvmCommand, JvmProfile } from './java/jvm.ts';
export type { KafkaBroker } from './kafka/broker.ts';
export { startKafka } from './kafka/cluster.ts';
export type { KafkaCluster, KafkaOptions, SecureAccess } from './kafka/cluster.ts';
export { produceLines } from './kafka/records/produce-lines.ts';
export { fetchEndOffset } from './kafka/end-offset.ts';
export type { Partition } from './kafka/end-offset.ts';
export { formatProperties } from './kafka/server-properties.ts';
export type { Properties } from './kafka/server-properties.ts';
export { makeCertificates } from './kafka/secure/certificates.ts';
export type { Certificates, IssueOptions } from './kafka/secure/certificates.ts';
export type { SecureOptions, SecureProtocol } from './kafka/secure/secure-listeners.ts';
export { sharedKafka } from './kafka/shared-kafka.ts';
export type { SharedKafka } from './kafka/shared-kafka.ts';
export { createTopic, deleteTopic, topicCommand } from './kafka/topics.ts';
export type { NewTopic } from './kafka/topics.ts';
export { exchangeWithJava } from './kafka/records/exchange-with-java.ts';
export type {
  JavaConsume,
  JavaProduce,
  RecordToWrite,
  WrittenRecord,
} from './kafka/records/exchange-with-java.ts';
export { readTopic } from './kafka/records/topic-records.ts';
export type { RawRecord } from './kafka/records/topic-records.ts';
export { aptPackage } from './packages/apt.ts';
export { freePorts } from './process/free-ports.ts';
export { runProgram } from './process/run-program.ts';
export type { ProgramOptions, ProgramResult } from './process/run-program.ts';
export { ServiceProcess } from './process/service-process.ts';
export type { ReadyCheck, ServiceCommand } from './process/service-process.ts';
export { makeTempFolder } from './process/temp-folder.ts';
export type { TempFolder } from './process/temp-folder.ts';
export { waitFor } from './process/wait-for.ts';
export type { WaitOptions } from './process/wait-for.ts';
export { repositoryFolder, sluicePrograms } from './sluice/programs.ts';
export type { SluiceProgram } from './sluice/programs.ts';
export { runSluice, startSluice } from './sluice/run-sluice.ts';
export type { SluiceCommand } from './sluice/run-sluice.ts';
export { SluiceClusterWorker } from './sluice/cluster-worker.ts';
export { startSluiceWorker } from './sluice/worker.ts';
export type { SluiceWorker, SluiceWorkerOptions } from './sluice/worker.ts';
