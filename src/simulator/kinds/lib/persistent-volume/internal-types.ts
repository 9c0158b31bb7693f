// The internal types of persistent volumes, for messages that print them whole; written as pod-spec/internal-types.ts says.
// Upstream: pkg/apis/core/types.go, pkg/apis/storage/types.go.

const SOURCE =
  'GCEPersistentDisk~gcePersistentDisk:*GCEPersistentDiskVolumeSource AWSElasticBlockStore~awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource HostPath:*HostPathVolumeSource Glusterfs:*GlusterfsPersistentVolumeSource NFS~nfs:*NFSVolumeSource RBD~rbd:*RBDPersistentVolumeSource Quobyte:*QuobyteVolumeSource ISCSI~iscsi:*ISCSIPersistentVolumeSource FlexVolume:*FlexPersistentVolumeSource Cinder:*CinderPersistentVolumeSource CephFS~cephfs:*CephFSPersistentVolumeSource FC~fc:*FCVolumeSource Flocker:*FlockerVolumeSource AzureFile:*AzureFilePersistentVolumeSource VsphereVolume:*VsphereVirtualDiskVolumeSource AzureDisk:*AzureDiskVolumeSource PhotonPersistentDisk:*PhotonPersistentDiskVolumeSource PortworxVolume:*PortworxVolumeSource ScaleIO:*ScaleIOPersistentVolumeSource Local:*LocalVolumeSource StorageOS~storageos:*StorageOSPersistentVolumeSource CSI~csi:*CSIPersistentVolumeSource'

/** The fields of each internal type. */
export const VOLUME_TYPES: Readonly<Record<string, string>> = {
  PersistentVolumeSource: SOURCE,
  GlusterfsPersistentVolumeSource: 'EndpointsName~endpoints:" Path:" ReadOnly:? EndpointsNamespace:*',
  RBDPersistentVolumeSource:
    'CephMonitors~monitors:* RBDImage~image:" FSType~fsType:" RBDPool~pool:" RadosUser~user:" Keyring:" SecretRef:*SecretReference ReadOnly:?',
  ISCSIPersistentVolumeSource:
    'TargetPortal:" IQN~iqn:" Lun:# ISCSIInterface~iscsiInterface:" FSType~fsType:" ReadOnly:? Portals:* DiscoveryCHAPAuth~chapAuthDiscovery:? SessionCHAPAuth~chapAuthSession:? SecretRef:*SecretReference InitiatorName:*',
  FlexPersistentVolumeSource: 'Driver:" FSType~fsType:" SecretRef:*SecretReference ReadOnly:? Options:M',
  CinderPersistentVolumeSource: 'VolumeID:" FSType~fsType:" ReadOnly:? SecretRef:*SecretReference',
  CephFSPersistentVolumeSource: 'Monitors:* Path:" User:" SecretFile:" SecretRef:*SecretReference ReadOnly:?',
  AzureFilePersistentVolumeSource: 'SecretName:" ShareName:" ReadOnly:? SecretNamespace:*',
  ScaleIOPersistentVolumeSource:
    'Gateway:" System:" SecretRef:*SecretReference SSLEnabled~sslEnabled:? ProtectionDomain:" StoragePool:" StorageMode:" VolumeName:" FSType~fsType:" ReadOnly:?',
  LocalVolumeSource: 'Path:" FSType~fsType:*',
  StorageOSPersistentVolumeSource:
    'VolumeName:" VolumeNamespace:" FSType~fsType:" ReadOnly:? SecretRef:*ObjectReference',
  CSIPersistentVolumeSource:
    'Driver:" VolumeHandle:" ReadOnly:? FSType~fsType:" VolumeAttributes:M ControllerPublishSecretRef:*SecretReference NodeStageSecretRef:*SecretReference NodePublishSecretRef:*SecretReference ControllerExpandSecretRef:*SecretReference NodeExpandSecretRef:*SecretReference',
  SecretReference: 'Name:" Namespace:"',
  ObjectReference: 'Kind:" Namespace:" Name:" UID~uid:" APIVersion~apiVersion:" ResourceVersion:" FieldPath:"',
  VolumeNodeAffinity: 'Required:*NodeSelector',
  PersistentVolumeSpec: `Capacity:M ${SOURCE} AccessModes:* ClaimRef:*ObjectReference PersistentVolumeReclaimPolicy:" StorageClassName:" MountOptions:* VolumeMode:* NodeAffinity:*VolumeNodeAffinity VolumeAttributesClassName:*`,
  VolumeAttachmentSpec: 'Attacher:" Source:=VolumeAttachmentSource NodeName:"',
  VolumeAttachmentSource: 'PersistentVolumeName:* InlineVolumeSpec:*PersistentVolumeSpec',
  CSINodeDriver: 'Name:" NodeID:" TopologyKeys:* Allocatable:*VolumeNodeResources',
  VolumeNodeResources: 'Count:*',
}
