// The internal types of the core group below PodSpec: the fields' Go names in their order, as they show in messages that
// print whole values (JSON of internal types has Go names, and null and zero for what is unset).
// One field is `GoName:kind`, or `GoName~jsonName:kind` where the JSON name is not the Go name with a small first letter.
// Kinds: `"` text, `#` number, `?` boolean, `Q` quantity (zero values shown); `*` nullable, `M` nullable map (null shown);
// `*T` nullable T, `[T` list of T, `=T` T. Upstream: pkg/apis/core/types.go.

/** The fields of each internal type. */
export const INTERNAL_TYPES: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes:[Volume InitContainers:[Container Containers:[Container EphemeralContainers:[EphemeralContainer RestartPolicy:" TerminationGracePeriodSeconds:* ActiveDeadlineSeconds:* DNSPolicy~dnsPolicy:" NodeSelector:M ServiceAccountName:" AutomountServiceAccountToken:* NodeName:" SecurityContext:*PodSecurityContext ImagePullSecrets:[LocalObjectReference Hostname:" Subdomain:" SetHostnameAsFQDN:* Affinity:*Affinity SchedulerName:" Tolerations:[Toleration HostAliases:[HostAlias PriorityClassName:" Priority:* PreemptionPolicy:* DNSConfig~dnsConfig:*PodDNSConfig ReadinessGates:[PodReadinessGate RuntimeClassName:* Overhead:M EnableServiceLinks:* TopologySpreadConstraints:[TopologySpreadConstraint OS~os:*PodOS SchedulingGates:[PodSchedulingGate ResourceClaims:[PodResourceClaim Resources:*ResourceRequirements HostnameOverride:* SchedulingGroup:*PodSchedulingGroup',
  Volume:
    'Name:" HostPath:*HostPathVolumeSource EmptyDir:*EmptyDirVolumeSource GCEPersistentDisk~gcePersistentDisk:*GCEPersistentDiskVolumeSource AWSElasticBlockStore~awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource GitRepo:*GitRepoVolumeSource Secret:*SecretVolumeSource NFS~nfs:*NFSVolumeSource ISCSI~iscsi:*ISCSIVolumeSource Glusterfs:*GlusterfsVolumeSource PersistentVolumeClaim:*PersistentVolumeClaimVolumeSource RBD~rbd:*RBDVolumeSource Quobyte:*QuobyteVolumeSource FlexVolume:*FlexVolumeSource Cinder:*CinderVolumeSource CephFS~cephfs:*CephFSVolumeSource Flocker:*FlockerVolumeSource DownwardAPI:*DownwardAPIVolumeSource FC~fc:*FCVolumeSource AzureFile:*AzureFileVolumeSource ConfigMap:*ConfigMapVolumeSource VsphereVolume:*VsphereVirtualDiskVolumeSource AzureDisk:*AzureDiskVolumeSource PhotonPersistentDisk:*PhotonPersistentDiskVolumeSource Projected:*ProjectedVolumeSource PortworxVolume:*PortworxVolumeSource ScaleIO:*ScaleIOVolumeSource StorageOS~storageos:*StorageOSVolumeSource CSI~csi:*CSIVolumeSource Ephemeral:*EphemeralVolumeSource Image:*ImageVolumeSource',
  HostPathVolumeSource: 'Path:" Type:*',
  EmptyDirVolumeSource: 'Medium:" SizeLimit:*',
  GCEPersistentDiskVolumeSource: 'PDName~pdName:" FSType~fsType:" Partition:# ReadOnly:?',
  AWSElasticBlockStoreVolumeSource: 'VolumeID:" FSType~fsType:" Partition:# ReadOnly:?',
  GitRepoVolumeSource: 'Repository:" Revision:" Directory:"',
  SecretVolumeSource: 'SecretName:" Items:[KeyToPath DefaultMode:* Optional:*',
  KeyToPath: 'Key:" Path:" Mode:*',
  NFSVolumeSource: 'Server:" Path:" ReadOnly:?',
  ISCSIVolumeSource:
    'TargetPortal:" IQN~iqn:" Lun:# ISCSIInterface~iscsiInterface:" FSType~fsType:" ReadOnly:? Portals:* DiscoveryCHAPAuth~chapAuthDiscovery:? SessionCHAPAuth~chapAuthSession:? SecretRef:*LocalObjectReference InitiatorName:*',
  LocalObjectReference: 'Name:"',
  GlusterfsVolumeSource: 'EndpointsName~endpoints:" Path:" ReadOnly:?',
  PersistentVolumeClaimVolumeSource: 'ClaimName:" ReadOnly:?',
  RBDVolumeSource:
    'CephMonitors~monitors:* RBDImage~image:" FSType~fsType:" RBDPool~pool:" RadosUser~user:" Keyring:" SecretRef:*LocalObjectReference ReadOnly:?',
  QuobyteVolumeSource: 'Registry:" Volume:" ReadOnly:? User:" Group:" Tenant:"',
  FlexVolumeSource: 'Driver:" FSType~fsType:" SecretRef:*LocalObjectReference ReadOnly:? Options:M',
  CinderVolumeSource: 'VolumeID:" FSType~fsType:" ReadOnly:? SecretRef:*LocalObjectReference',
  CephFSVolumeSource: 'Monitors:* Path:" User:" SecretFile:" SecretRef:*LocalObjectReference ReadOnly:?',
  FlockerVolumeSource: 'DatasetName:" DatasetUUID:"',
  DownwardAPIVolumeSource: 'Items:[DownwardAPIVolumeFile DefaultMode:*',
  DownwardAPIVolumeFile: 'Path:" FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector Mode:*',
  ObjectFieldSelector: 'APIVersion~apiVersion:" FieldPath:"',
  ResourceFieldSelector: 'ContainerName:" Resource:" Divisor:Q',
  FCVolumeSource: 'TargetWWNs:* Lun:* FSType~fsType:" ReadOnly:? WWIDs~wwids:*',
  AzureFileVolumeSource: 'SecretName:" ShareName:" ReadOnly:?',
  ConfigMapVolumeSource: 'Name:" Items:[KeyToPath DefaultMode:* Optional:*',
  VsphereVirtualDiskVolumeSource: 'VolumePath:" FSType~fsType:" StoragePolicyName:" StoragePolicyID:"',
  AzureDiskVolumeSource: 'DiskName:" DataDiskURI~diskURI:" CachingMode:* FSType~fsType:* ReadOnly:* Kind:*',
  PhotonPersistentDiskVolumeSource: 'PdID:" FSType~fsType:"',
  ProjectedVolumeSource: 'Sources:[VolumeProjection DefaultMode:*',
  VolumeProjection:
    'Secret:*SecretProjection DownwardAPI:*DownwardAPIProjection ConfigMap:*ConfigMapProjection ServiceAccountToken:*ServiceAccountTokenProjection ClusterTrustBundle:*ClusterTrustBundleProjection PodCertificate:*PodCertificateProjection',
  SecretProjection: 'Name:" Items:[KeyToPath Optional:*',
  DownwardAPIProjection: 'Items:[DownwardAPIVolumeFile',
  ConfigMapProjection: 'Name:" Items:[KeyToPath Optional:*',
  ServiceAccountTokenProjection: 'Audience:" ExpirationSeconds:# Path:"',
  ClusterTrustBundleProjection: 'Name:* SignerName:* LabelSelector:* Optional:* Path:"',
  PodCertificateProjection:
    'SignerName:" KeyType:" MaxExpirationSeconds:* CredentialBundlePath:" KeyPath:" CertificateChainPath:" UserAnnotations:M',
  PortworxVolumeSource: 'VolumeID:" FSType~fsType:" ReadOnly:?',
  ScaleIOVolumeSource:
    'Gateway:" System:" SecretRef:*LocalObjectReference SSLEnabled~sslEnabled:? ProtectionDomain:" StoragePool:" StorageMode:" VolumeName:" FSType~fsType:" ReadOnly:?',
  StorageOSVolumeSource: 'VolumeName:" VolumeNamespace:" FSType~fsType:" ReadOnly:? SecretRef:*LocalObjectReference',
  CSIVolumeSource: 'Driver:" ReadOnly:* FSType~fsType:* VolumeAttributes:M NodePublishSecretRef:*LocalObjectReference',
  EphemeralVolumeSource: 'VolumeClaimTemplate:*PersistentVolumeClaimTemplate',
  PersistentVolumeClaimTemplate: 'metadata Spec:=PersistentVolumeClaimSpec',
  PersistentVolumeClaimSpec:
    'AccessModes:* Selector:* Resources:=VolumeResourceRequirements VolumeName:" StorageClassName:* VolumeMode:* DataSource:*TypedLocalObjectReference DataSourceRef:*TypedObjectReference VolumeAttributesClassName:*',
  VolumeResourceRequirements: 'Limits:M Requests:M',
  TypedLocalObjectReference: 'APIGroup~apiGroup:* Kind:" Name:"',
  TypedObjectReference: 'APIGroup~apiGroup:* Kind:" Name:" Namespace:*',
  ImageVolumeSource: 'Reference:" PullPolicy:"',
  Container:
    'Name:" Image:" Command:* Args:* WorkingDir:" Ports:[ContainerPort EnvFrom:[EnvFromSource Env:[EnvVar Resources:=ResourceRequirements ResizePolicy:[ContainerResizePolicy RestartPolicy:* RestartPolicyRules:[ContainerRestartRule VolumeMounts:[VolumeMount VolumeDevices:[VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:" TerminationMessagePolicy:" ImagePullPolicy:" SecurityContext:*SecurityContext Stdin:? StdinOnce:? TTY~tty:?',
  ContainerPort: 'Name:" HostPort:# ContainerPort:# Protocol:" HostIP:"',
  EnvFromSource: 'Prefix:" ConfigMapRef:*ConfigMapEnvSource SecretRef:*SecretEnvSource',
  ConfigMapEnvSource: 'Name:" Optional:*',
  SecretEnvSource: 'Name:" Optional:*',
  EnvVar: 'Name:" Value:" ValueFrom:*EnvVarSource',
  EnvVarSource:
    'FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector ConfigMapKeyRef:*ConfigMapKeySelector SecretKeyRef:*SecretKeySelector FileKeyRef:*FileKeySelector',
  ConfigMapKeySelector: 'Name:" Key:" Optional:*',
  SecretKeySelector: 'Name:" Key:" Optional:*',
  FileKeySelector: 'VolumeName:" Path:" Key:" Optional:*',
  ResourceRequirements: 'Limits:M Requests:M Claims:[ResourceClaim',
  ResourceClaim: 'Name:" Request:"',
  ContainerResizePolicy: 'ResourceName:" RestartPolicy:"',
  ContainerRestartRule: 'Action:" ExitCodes:*ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'Operator:" Values:*',
  VolumeMount: 'Name:" ReadOnly:? RecursiveReadOnly:* MountPath:" SubPath:" MountPropagation:* SubPathExpr:"',
  VolumeDevice: 'Name:" DevicePath:"',
  Probe:
    'Exec:*ExecAction HTTPGet~httpGet:*HTTPGetAction TCPSocket~tcpSocket:*TCPSocketAction GRPC~grpc:*GRPCAction InitialDelaySeconds:# TimeoutSeconds:# PeriodSeconds:# SuccessThreshold:# FailureThreshold:# TerminationGracePeriodSeconds:*',
  ExecAction: 'Command:*',
  HTTPGetAction: 'Path:" Port:# Host:" Scheme:" HTTPHeaders~httpHeaders:[HTTPHeader',
  HTTPHeader: 'Name:" Value:"',
  TCPSocketAction: 'Port:# Host:"',
  GRPCAction: 'Port:# Service:*',
  Lifecycle: 'PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal:*',
  LifecycleHandler:
    'Exec:*ExecAction HTTPGet~httpGet:*HTTPGetAction TCPSocket~tcpSocket:*TCPSocketAction Sleep:*SleepAction',
  SleepAction: 'Seconds:#',
  SecurityContext:
    'Capabilities:*Capabilities Privileged:* SELinuxOptions~seLinuxOptions:*SELinuxOptions WindowsOptions:*WindowsSecurityContextOptions RunAsUser:* RunAsGroup:* RunAsNonRoot:* ReadOnlyRootFilesystem:* AllowPrivilegeEscalation:* ProcMount:* SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile',
  Capabilities: 'Add:* Drop:*',
  SELinuxOptions: 'User:" Role:" Type:" Level:"',
  WindowsSecurityContextOptions:
    'GMSACredentialSpecName~gmsaCredentialSpecName:* GMSACredentialSpec~gmsaCredentialSpec:* RunAsUserName:* HostProcess:*',
  SeccompProfile: 'Type:" LocalhostProfile:*',
  AppArmorProfile: 'Type:" LocalhostProfile:*',
  EphemeralContainer:
    'Name:" Image:" Command:* Args:* WorkingDir:" Ports:[ContainerPort EnvFrom:[EnvFromSource Env:[EnvVar Resources:=ResourceRequirements ResizePolicy:[ContainerResizePolicy RestartPolicy:* RestartPolicyRules:[ContainerRestartRule VolumeMounts:[VolumeMount VolumeDevices:[VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:" TerminationMessagePolicy:" ImagePullPolicy:" SecurityContext:*SecurityContext Stdin:? StdinOnce:? TTY~tty:? TargetContainerName:"',
  PodSecurityContext:
    'HostNetwork:? HostPID:? HostIPC:? ShareProcessNamespace:* HostUsers:* SELinuxOptions~seLinuxOptions:*SELinuxOptions WindowsOptions:*WindowsSecurityContextOptions RunAsUser:* RunAsGroup:* RunAsNonRoot:* SupplementalGroups:* SupplementalGroupsPolicy:* FSGroup~fsGroup:* FSGroupChangePolicy~fsGroupChangePolicy:* Sysctls:[Sysctl SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile SELinuxChangePolicy~seLinuxChangePolicy:*',
  Sysctl: 'Name:" Value:"',
  Affinity: 'NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAntiAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm',
  NodeSelector: 'NodeSelectorTerms:[NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions:[NodeSelectorRequirement MatchFields:[NodeSelectorRequirement',
  NodeSelectorRequirement: 'Key:" Operator:" Values:*',
  PreferredSchedulingTerm: 'Weight:# Preference:=NodeSelectorTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm',
  PodAffinityTerm:
    'LabelSelector:* Namespaces:* TopologyKey:" NamespaceSelector:* MatchLabelKeys:* MismatchLabelKeys:*',
  WeightedPodAffinityTerm: 'Weight:# PodAffinityTerm:=PodAffinityTerm',
  PodAntiAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm',
  Toleration: 'Key:" Operator:" Value:" Effect:" TolerationSeconds:*',
  HostAlias: 'IP~ip:" Hostnames:*',
  PodDNSConfig: 'Nameservers:* Searches:* Options:[PodDNSConfigOption',
  PodDNSConfigOption: 'Name:" Value:*',
  PodReadinessGate: 'ConditionType:"',
  TopologySpreadConstraint:
    'MaxSkew:# TopologyKey:" WhenUnsatisfiable:" LabelSelector:* MinDomains:* NodeAffinityPolicy:* NodeTaintsPolicy:* MatchLabelKeys:*',
  PodOS: 'Name:"',
  PodSchedulingGate: 'Name:"',
  PodResourceClaim: 'Name:" ResourceClaimName:* ResourceClaimTemplateName:*',
  PodSchedulingGroup: 'PodGroupName:*',
  PodIP: 'IP~ip:"',
  HostIP: 'IP~ip:"',
}
