/** Which version of each trained model is served: a compacted topic that services follow (platform §2.1). */
package dev.majlis.mesh.registry;
