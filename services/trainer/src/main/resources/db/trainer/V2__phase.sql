alter table trainer_jobs add column phase ${binary};
