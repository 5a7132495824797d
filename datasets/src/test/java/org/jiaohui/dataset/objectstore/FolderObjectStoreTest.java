package org.jiaohui.dataset.objectstore;

class FolderObjectStoreTest extends ObjectStoreContract {
    @Override
    ObjectStore store() {
        return new FolderObjectStore(folder.resolve("objects"));
    }
}
