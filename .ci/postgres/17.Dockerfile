# Stand-in for the official image postgres:17, of Debian's own packages: a server that can encrypt,
# which the wheel's can't. Same variables, paths, user and entrypoint.
FROM scratch
ADD root.tar /
RUN usermod --uid 999 postgres && groupmod --gid 999 postgres \
    && rm -r /var/lib/postgresql /etc/postgresql \
    && install --directory --owner postgres --group postgres --mode 1777 /var/lib/postgresql/data \
    && install --directory --owner postgres --group postgres --mode 3777 /var/run/postgresql \
    && mkdir /docker-entrypoint-initdb.d \
    && ln -s /usr/sbin/gosu /usr/local/bin/gosu \
    && localedef --inputfile en_US --charmap UTF-8 --alias-file /usr/share/locale/locale.alias en_US.UTF-8
COPY docker-entrypoint.sh /usr/local/bin/
RUN cd /usr/share/postgresql/17 \
    && sed -i "s/^#listen_addresses = 'localhost'/listen_addresses = '*'/" postgresql.conf.sample \
    && grep -q "^listen_addresses = '\*'" postgresql.conf.sample \
    && ln -s docker-entrypoint.sh /usr/local/bin/docker-ensure-initdb.sh \
    && ln -s docker-entrypoint.sh /usr/local/bin/docker-enforce-initdb.sh
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin \
    LANG=en_US.utf8 \
    PG_MAJOR=17 \
    PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
